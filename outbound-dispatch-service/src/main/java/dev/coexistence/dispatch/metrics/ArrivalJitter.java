package dev.coexistence.dispatch.metrics;

import java.util.Arrays;

/**
 * An upper bound of how differently long messages are on their way: how far the slow round trips of
 * late lie above the fastest. It contains the provider's own time, so it may say too much, never
 * too little by more than the unevenness of the way back. Thread-safe.
 */
final class ArrivalJitter {
    private static final int REMEMBERED = 512;
    private static final int ENOUGH = 50;
    private static final double SLOW = 0.99;

    private final long[] roundTrips = new long[REMEMBERED];
    private int next;
    private int held;

    synchronized void add(long roundTripNanos) {
        roundTrips[next] = roundTripNanos;
        next = (next + 1) % REMEMBERED;
        held = Math.min(held + 1, REMEMBERED);
    }

    /** In nanoseconds; 0 where too few round trips are known. */
    synchronized long nanos() {
        if (held < ENOUGH) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(roundTrips, held);
        Arrays.sort(sorted);
        return sorted[(int) (SLOW * (held - 1))] - sorted[0];
    }
}
