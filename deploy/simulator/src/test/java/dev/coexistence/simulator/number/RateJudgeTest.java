package dev.coexistence.simulator.number;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.simulator.guarantees.SlidingSecond;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateJudgeTest {
    @Test
    void theBudgetIsExactAgainstCountingByHand() {
        long seed = System.nanoTime();
        SplittableRandom chance = new SplittableRandom(seed);
        for (int run = 0; run < 50; run++) {
            RateJudge judge = new RateJudge();
            List<Long> counted = new ArrayList<>();
            int budget = 20;
            long now = chance.nextLong() >> 1;
            for (int i = 0; i < 2_000; i++) {
                now += chance.nextInt(4) == 0 ? chance.nextLong(200_000_000) : chance.nextInt(9);
                if (chance.nextInt(100) == 0) {
                    budget = chance.nextInt(1, 90);
                }
                boolean fits = judge.fits(now, budget);

                assertThat(fits)
                        .as("seed %d run %d step %d", seed, run, i)
                        .isEqualTo(within(counted, now) < budget);
                if (chance.nextInt(10) == 0) {
                    judge.count(now);
                    counted.add(now);
                } else {
                    judge.recordSend(now, fits);
                    if (fits) {
                        counted.add(now);
                    }
                }
            }
        }
    }

    @Test
    void reportsWhatWasOfferedAndWhatWasTaken() {
        RateJudge judge = new RateJudge();
        for (int i = 0; i < 41; i++) {
            judge.recordSend(i * SlidingSecond.SECOND / 20, i != 7);
        }

        WindowReport report = judge.report(20);

        assertThat(report.accepted()).isEqualTo(40);
        assertThat(report.refused()).isEqualTo(1);
        assertThat(report.worstSecond()).isEqualTo(20);
        assertThat(report.usedShare()).isBetween(0.974, 0.976);
    }

    @Test
    void forgettingTheReportDoesNotForgetTheBudget() {
        RateJudge judge = new RateJudge();
        judge.recordSend(1, true);
        judge.forget();

        assertThat(judge.report(1).accepted()).isZero();
        assertThat(judge.fits(2, 1)).isFalse();
    }

    private static int within(List<Long> stamps, long end) {
        return (int) stamps.stream().filter(s -> end - s < SlidingSecond.SECOND).count();
    }
}
