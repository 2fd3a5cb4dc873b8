package dev.coexistence.simulator.number;

import java.util.HashMap;
import java.util.Map;

/**
 * One message per 6 s from a number to a user, with a burst of 45 borrowed from the future; after
 * the x-th refusal in a row nothing passes for 4^x s. Guarded by the number's lock.
 */
final class PairLimit {
    private static final long INTERVAL = 6_000;
    private static final long BURST = 45;
    private static final int REMEMBERED = 20_000;

    private static final class Pair {
        private long theoretical;
        private long closedUntil;
        private int refusals;
    }

    private final Map<String, Pair> pairs = new HashMap<>();

    /** Tells whether one more may go to this user now; a refusal is counted. */
    boolean admits(String user, long millis) {
        Pair pair = pairs.computeIfAbsent(user, _ -> new Pair());
        boolean borrowed = pair.theoretical - millis > (BURST - 1) * INTERVAL;
        if (borrowed || millis < pair.closedUntil) {
            long wait = 1_000L << (2 * Math.min(pair.refusals, 8));
            pair.closedUntil = Math.max(pair.closedUntil, millis + wait);
            pair.refusals++;
            return false;
        }
        return true;
    }

    void recordSend(String user, long millis) {
        Pair pair = pairs.computeIfAbsent(user, _ -> new Pair());
        pair.theoretical = Math.max(pair.theoretical, millis) + INTERVAL;
        pair.refusals = 0;
        pair.closedUntil = 0;
        if (pairs.size() > REMEMBERED) {
            pairs.values().removeIf(p -> p.theoretical <= millis && p.closedUntil <= millis);
        }
    }
}
