package dev.coexistence.simulator.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlidingSecondTest {
    @Test
    void twoStampsExactlyOneSecondApartAreNotInTheSameSecond() {
        SlidingSecond second = new SlidingSecond();

        second.add(5);

        assertThat(second.add(5 + SlidingSecond.SECOND)).isEqualTo(1);
        assertThat(second.worst()).isEqualTo(1);
    }

    @Test
    void twoStampsOneNanosecondCloserAre() {
        SlidingSecond second = new SlidingSecond();

        second.add(5);

        assertThat(second.add(4 + SlidingSecond.SECOND)).isEqualTo(2);
    }

    @Test
    void agreesWithCountingEveryPairWhateverTheStampsAre() {
        long seed = System.nanoTime();
        SplittableRandom chance = new SplittableRandom(seed);
        for (int run = 0; run < 200; run++) {
            SlidingSecond second = new SlidingSecond();
            List<Long> stamps = new ArrayList<>();
            long now = chance.nextLong() >> 1;
            for (int i = 0; i < 300; i++) {
                now += gap(chance);
                stamps.add(now);

                int count = second.add(now);

                assertThat(count)
                        .as("seed %d run %d stamp %d", seed, run, i)
                        .isEqualTo(within(stamps, now));
            }
            assertThat(second.worst()).as("seed %d run %d", seed, run).isEqualTo(worst(stamps));
        }
    }

    @Test
    void worksOnAClockThatOverflows() {
        SlidingSecond second = new SlidingSecond();

        second.add(Long.MAX_VALUE - 10);

        assertThat(second.add(Long.MIN_VALUE + 10)).isEqualTo(2);
    }

    @Test
    void refusesAStampThatGoesBack() {
        SlidingSecond second = new SlidingSecond();
        second.add(100);

        assertThatThrownBy(() -> second.add(99)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long gap(SplittableRandom chance) {
        return switch (chance.nextInt(5)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> SlidingSecond.SECOND / 20;
            case 3 -> SlidingSecond.SECOND;
            default -> chance.nextLong(SlidingSecond.SECOND / 5);
        };
    }

    private static int within(List<Long> stamps, long end) {
        return (int) stamps.stream().filter(s -> end - s < SlidingSecond.SECOND).count();
    }

    private static int worst(List<Long> stamps) {
        int worst = 0;
        for (int i = 0; i < stamps.size(); i++) {
            worst = Math.max(worst, within(stamps.subList(0, i + 1), stamps.get(i)));
        }
        return worst;
    }
}
