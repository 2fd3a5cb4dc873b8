package dev.coexistence.simulator.number;

import dev.coexistence.simulator.guarantees.SlidingSecond;

/** Counts one number's traffic second by second, exactly. Guarded by the number's lock. */
final class RateJudge {
    private final SlidingSecond counted = new SlidingSecond();
    private SlidingSecond offered = new SlidingSecond();
    private SlidingSecond taken = new SlidingSecond();
    private int worstCounted;
    private long accepted;
    private long refused;
    private long firstNanos;
    private long lastNanos;

    /** Tells whether one more fits into the second that ends now. */
    boolean fits(long nanos, int budget) {
        return counted.countAt(nanos) < budget;
    }

    void recordSend(long nanos, boolean wasAccepted) {
        if (accepted + refused == 0) {
            firstNanos = nanos;
        }
        lastNanos = nanos;
        offered.add(nanos);
        if (wasAccepted) {
            accepted++;
            taken.add(nanos);
            count(nanos);
        } else {
            refused++;
        }
    }

    /** Something that is not a send uses up budget. */
    void count(long nanos) {
        worstCounted = Math.max(worstCounted, counted.add(nanos));
    }

    WindowReport report(int budget) {
        double seconds = (lastNanos - firstNanos) / 1e9;
        double share = seconds <= 0 || accepted < 2 ? 0 : (accepted - 1) / (budget * seconds);
        return new WindowReport(
                accepted,
                refused,
                offered.worst(),
                taken.worst(),
                worstCounted,
                budget,
                share,
                firstNanos,
                lastNanos);
    }

    /** Starts the report again; what the budget still has to remember stays. */
    void forget() {
        offered = new SlidingSecond();
        taken = new SlidingSecond();
        worstCounted = 0;
        accepted = 0;
        refused = 0;
        firstNanos = 0;
        lastNanos = 0;
    }
}
