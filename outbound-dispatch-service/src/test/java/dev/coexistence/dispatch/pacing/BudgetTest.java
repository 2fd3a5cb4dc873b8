package dev.coexistence.dispatch.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.simulator.guarantees.SlidingSecond;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    private static final long SECOND = 1_000_000_000L;
    private static final PacingSettings SETTINGS = PacingSettings.defaults();

    private long now = 7 * SECOND;

    /** Sends as fast as the budget allows, with timers that are late by up to so much. */
    private int sendFor(Budget budget, SlidingSecond judge, long nanos, long late, Random random) {
        int sent = 0;
        long end = now + nanos;
        while (now < end) {
            now = Math.max(now, budget.nextAt(now)) + (late == 0 ? 0 : random.nextLong(late));
            if (now < end && budget.tryTake(now)) {
                assertThat(budget.guard().admit(now)).isTrue();
                sent(budget, now);
                judge.add(now);
                sent++;
            }
        }
        return sent;
    }

    private static void sent(Budget budget, long nanos) {
        budget.answered(budget.place(), nanos);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 80, 1000})
    void usesTheBudgetAndNeverMore(int perSecond) {
        var budget = new Budget(perSecond, SETTINGS, now);
        var judge = new SlidingSecond();

        int sent = sendFor(budget, judge, 60 * SECOND, 0, new Random(1));

        assertThat(judge.worst()).isLessThanOrEqualTo(perSecond);
        assertThat(sent).isGreaterThanOrEqualTo((int) (0.99 * 60 * perSecond));
    }

    @Test
    void losesNothingToTimersThatAreLate() {
        var budget = new Budget(80, SETTINGS, now);
        var judge = new SlidingSecond();

        int sent =
                sendFor(budget, judge, 60 * SECOND, Duration.ofMillis(2).toNanos(), new Random(2));

        assertThat(judge.worst()).isLessThanOrEqualTo(80);
        assertThat(sent).isGreaterThanOrEqualTo((int) (0.99 * 60 * 80));
    }

    @Test
    void aMessageThatIsLateOnItsWayKeepsNoOtherWaiting() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var budget = new Budget(80, SETTINGS, now);
        List<Long> arrivals = new ArrayList<>();
        long end = now + 60 * SECOND;
        while (now < end) {
            now = Math.max(now, budget.nextAt(now));
            if (budget.tryTake(now)) {
                // One in twenty is late by a tenth of a second in the mean: 5 ms for each.
                long late = random.nextInt(20) == 0 ? random.nextLong(SECOND / 5) : 0;
                budget.answered(budget.place(), now + late);
                arrivals.add(now + late);
            }
        }

        assertThat(worst(arrivals)).as("seed " + seed).isLessThanOrEqualTo(80);
        assertThat(arrivals.size()).as("seed " + seed).isGreaterThan((int) (0.98 * 60 * 80));
    }

    private static int worst(List<Long> arrivals) {
        var judge = new SlidingSecond();
        arrivals.stream().sorted().forEach(judge::add);
        return judge.worst();
    }

    @Test
    void makesUpForAStall() {
        var budget = new Budget(80, SETTINGS, now);
        var judge = new SlidingSecond();
        int sent = 0;
        for (int second = 0; second < 60; second++) {
            sent += sendFor(budget, judge, SECOND * 9 / 10, 0, new Random(3));
            now += second % 10 == 0 ? SECOND / 5 : SECOND / 10;
        }

        assertThat(judge.worst()).isLessThanOrEqualTo(80);
        assertThat(sent).isGreaterThan((int) (0.98 * 59 * 80));
    }

    @Test
    void doesNotMakeUpForARest() {
        var budget = new Budget(20, SETTINGS, now);
        budget.tryTake(now);
        sent(budget, now);
        now += SECOND / 2;

        budget.restedUntil(now);

        assertThat(budget.tryTake(now)).isTrue();
        assertThat(budget.nextAt(now)).isEqualTo(now + SETTINGS.interval(20));
    }

    @Test
    void staysWithinEachBudgetThroughChangesAndInboundTraffic() {
        for (long seed = 1; seed <= 300; seed++) {
            var random = new Random(seed);
            int perSecond = 1 + random.nextInt(100);
            var budget = new Budget(perSecond, SETTINGS, now);
            var judge = new SlidingSecond();
            for (int change = 0; change < 6; change++) {
                sendFor(budget, judge, random.nextLong(3 * SECOND), 2_000_000, random);
                switch (random.nextInt(3)) {
                    case 0 -> budget.inbound(1 + random.nextInt(10), now, now);
                    case 1 -> budget.refused(now, now);
                    default -> {
                        int next = 1 + random.nextInt(100);
                        if (next < perSecond) {
                            // Whoever judges by the lower budget judges from now on.
                            judge = new SlidingSecond();
                        }
                        perSecond = next;
                        budget.perSecond(next, now);
                    }
                }
                assertThat(judge.worst()).as("seed " + seed).isLessThanOrEqualTo(100);
            }
            int before = judge.worst();
            var last = new SlidingSecond();
            sendFor(budget, last, 3 * SECOND, 2_000_000, random);
            assertThat(last.worst())
                    .as("seed " + seed + " after " + before)
                    .isLessThanOrEqualTo(perSecond);
        }
    }

    @Test
    void keepsSilentForOneWindowAfterATakeover() {
        var budget = new Budget(20, SETTINGS, now);

        budget.quiet(now);

        assertThat(budget.nextAt(now)).isEqualTo(now + SETTINGS.guardedWindow());
        assertThat(budget.tryTake(now + SECOND)).isFalse();
    }

    @Test
    void goesSlowerWhenRefusedAndComesBackByATwentiethEachCleanSecond() {
        var budget = new Budget(20, SETTINGS, now);

        budget.refused(now, now);

        assertThat(budget.effective(now)).isEqualTo(14);
        assertThat(budget.nextAt(now)).isGreaterThanOrEqualTo(now + SETTINGS.guardedWindow());
        now += SETTINGS.guardedWindow();
        assertThat(budget.effective(now + SECOND)).isEqualTo(15);
        assertThat(budget.effective(now + 6 * SECOND)).isEqualTo(20);
    }

    @Test
    void countsRefusalsOfOneMomentOnce() {
        var budget = new Budget(20, SETTINGS, now);
        long written = now;
        now += SECOND / 10;

        budget.refused(written, now);
        budget.refused(written, now);
        budget.refused(written, now);

        assertThat(budget.effective(now)).isEqualTo(14);
    }

    @Test
    void leavesRoomForWhatComesIn() {
        var budget = new Budget(20, SETTINGS, now);

        budget.inbound(5, now, now);

        assertThat(budget.effective(now)).isEqualTo(14);
        assertThat(budget.reserved()).isEqualTo(6);
        assertThat(budget.effective(now + 60 * SECOND)).isEqualTo(20);
    }

    @Test
    void countsAMessageFromWhenItLeftOnceThatIsKnown() {
        var budget = new Budget(1, SETTINGS, now);
        budget.tryTake(now);
        assertThat(budget.tryTake(now + 60 * SECOND)).isFalse();
        long late = now + Duration.ofMillis(30).toNanos();

        budget.answered(budget.place(), late);

        assertThat(budget.nextAt(now)).isEqualTo(late + SETTINGS.guardedWindow());
    }

    @Test
    void givesBackThePlaceOfAMessageThatNeverLeft() {
        var budget = new Budget(1, SETTINGS, now);
        budget.tryTake(now);

        budget.notSent(budget.place(), now);

        assertThat(budget.nextAt(now)).isEqualTo(now + SETTINGS.interval(1));
    }

    @Test
    void countsAMessageAsLateAsItsAnswerAllowsHoweverLateThatIs() {
        var budget = new Budget(1, SETTINGS, now);
        budget.tryTake(now);
        assertThat(budget.tryTake(now + 25 * SECOND)).as("not answered").isFalse();

        budget.answered(budget.place(), now + 24 * SECOND);

        assertThat(budget.nextAt(now)).isEqualTo(now + 24 * SECOND + SETTINGS.guardedWindow());
    }

    @Test
    void countsAnInboundMessageInTheSecondItCameIn() {
        var reserve = new InboundReserve(now);
        long hour = now + 3600 * SECOND;

        // A minute of five a second is heard of at once.
        for (int i = 0; i < 300; i++) {
            reserve.arrived(1, hour - 60 * SECOND + i * SECOND / 5, hour);
        }

        assertThat(reserve.reserve(20, hour)).isBetween(6, 7);
    }

    @Test
    void countsNothingThatCameInLongAgo() {
        var reserve = new InboundReserve(now);
        long hour = now + 3600 * SECOND;
        reserve.arrived(1, hour, hour);

        reserve.arrived(50, hour - 17 * SECOND, hour);
        reserve.arrived(50, now - 100 * SECOND, hour);

        assertThat(reserve.reserve(20, hour)).isEqualTo(2);
        assertThat(reserve.lately(hour)).isEqualTo(1);
    }

    @Test
    void whatIsHeardOfAfterAGapFadesOnlyOnceThoseWhoTellAreBack() {
        var clearance = new SendClearance(true, now);
        var reserve = new InboundReserve(clearance, now);
        now = hear(clearance, now, 5);
        reserve.arrived(10, now, now);

        now = hear(clearance, now + 60 * SECOND, 14);
        assertThat(reserve.reserve(20, now)).isEqualTo(11);
        now = hear(clearance, now, 10);

        assertThat(reserve.reserve(20, now)).isBetween(4, 6);
    }

    @Test
    void leavesRoomToWhatMayHaveBegunInAnOutage() {
        var clearance = new SendClearance(true, now);
        var budget = new Budget(20, SETTINGS, new InboundReserve(clearance, now), now);
        now = hear(clearance, now, 5);
        assertThat(budget.effective(now)).isEqualTo(20);
        assertThat(budget.effective(now + 4 * SECOND)).as("a hiccup").isEqualTo(20);

        assertThat(budget.effective(now + 6 * SECOND)).as("an outage").isEqualTo(15);
        now = hear(clearance, now + 60 * SECOND, 14);
        assertThat(budget.effective(now)).as("Meta's retries are on their way").isEqualTo(15);
        now = hear(clearance, now, 2);

        assertThat(budget.effective(now)).isEqualTo(20);
    }

    /** Five reports a second for so many seconds. */
    private static long hear(SendClearance clearance, long from, int seconds) {
        for (int i = 1; i <= 5 * seconds; i++) {
            clearance.advanceKnown(from + i * SECOND / 5);
        }
        return from + seconds * SECOND;
    }

    @Test
    void believesAWholeRoundTripUntilItKnowsTheWay() {
        var ways = new RoundTrips(now);

        assertThat(ways.lateness(SECOND, now)).isEqualTo(SECOND);
        for (int i = 0; i < 99; i++) {
            assertThat(ways.lateness(SECOND / 10, now)).isEqualTo(SECOND / 10);
        }

        assertThat(ways.lateness(SECOND / 10, now)).isZero();
        assertThat(ways.lateness(SECOND, now)).isEqualTo(SECOND * 9 / 10);
    }

    @Test
    void knowsTheShortestWayThroughMinutesInWhichAllAreLong() {
        var ways = new RoundTrips(now);
        for (int i = 0; i < 200; i++) {
            ways.lateness(SECOND / 1000, now);
        }

        for (int i = 0; i < 9 * 60 * 20; i++) {
            now += SECOND / 20;
            assertThat(ways.lateness(SECOND / 20, now)).isEqualTo(SECOND / 20 - SECOND / 1000);
        }
    }

    @Test
    void forgetsAShortWayThatIsNoMore() {
        var ways = new RoundTrips(now);
        for (int i = 0; i < 200; i++) {
            ways.lateness(SECOND / 10, now);
        }
        now += 3600 * SECOND;
        for (int i = 0; i < 100; i++) {
            assertThat(ways.lateness(SECOND / 5, now)).isEqualTo(SECOND / 10);
        }

        now += 3600 * SECOND;

        assertThat(ways.lateness(SECOND / 5, now)).isZero();
    }

    @Test
    void takesBackOnlyTheStepThatWasRefusedAndWaitsThere() {
        var budget = new Budget(80, SETTINGS, now);
        budget.refused(now, now);
        assertThat(budget.effective(now)).isEqualTo(56);
        now += SETTINGS.guardedWindow() + SECOND;
        assertThat(budget.effective(now)).isEqualTo(60);
        assertThat(budget.effective(now + SECOND)).isEqualTo(64);
        now += SECOND + SECOND / 2;

        budget.refused(now, now);

        assertThat(budget.effective(now)).isEqualTo(60);
        assertThat(budget.effective(now + 2 * SECOND - 1)).isEqualTo(60);
        assertThat(budget.effective(now + 2 * SECOND)).isEqualTo(64);
        budget.refused(now + 2 * SECOND, now + 2 * SECOND);
        assertThat(budget.effective(now + 6 * SECOND - 1)).isEqualTo(60);
        assertThat(budget.effective(now + 20 * SECOND)).isEqualTo(80);
    }

    @Test
    void theRingCountsWithoutThePacer() {
        var ring = new WriteRing(3, SECOND);

        assertThat(ring.admit(0)).isTrue();
        assertThat(ring.admit(1)).isTrue();
        assertThat(ring.admit(2)).isTrue();
        assertThat(ring.admit(SECOND - 1)).isFalse();
        assertThat(ring.admit(SECOND)).isTrue();
        assertThat(ring.inWindow(SECOND)).isEqualTo(3);
    }

    @Test
    void theRingKeepsItsMemoryWhenTheLimitRises() {
        var ring = new WriteRing(20, SECOND);
        for (int i = 0; i < 20; i++) {
            assertThat(ring.admit(i)).isTrue();
        }

        ring.limit(30);

        for (int i = 20; i < 30; i++) {
            assertThat(ring.admit(i)).isTrue();
        }
        assertThat(ring.admit(30)).isFalse();
    }

    @Test
    void aPairHasABurstOf45AndThenOneEachSixSeconds() {
        var pair = new PairBudget(now);

        for (int i = 0; i < 45; i++) {
            assertThat(pair.tryTake(now)).isTrue();
        }

        assertThat(pair.tryTake(now)).isFalse();
        assertThat(pair.nextAt()).isEqualTo(now + 6 * SECOND);
        assertThat(pair.full(now + 45 * 6 * SECOND)).isTrue();
    }
}
