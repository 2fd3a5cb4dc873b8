package dev.coexistence.dispatch.pacing;

import java.util.Arrays;

/**
 * Count over about the last minute, by seconds of a monotonic clock: what is older than 60 seconds
 * counts no more. Not thread-safe.
 */
final class MinuteCount {
    private static final int SECONDS = 60;
    private static final long SECOND = 1_000_000_000L;

    private final int[] counts = new int[SECONDS];
    private long newest;

    MinuteCount(long now) {
        newest = Math.floorDiv(now, SECOND);
    }

    /**
     * @param number negative where something was counted that did not happen
     */
    void add(int number, long now) {
        advance(now);
        counts[Math.floorMod(newest, SECONDS)] += number;
    }

    int total(long now) {
        advance(now);
        return Math.max(0, Arrays.stream(counts).sum());
    }

    private void advance(long now) {
        long second = Math.floorDiv(now, SECOND);
        if (second - newest >= SECONDS) {
            Arrays.fill(counts, 0);
            newest = second;
        }
        while (second - newest > 0) {
            newest++;
            counts[Math.floorMod(newest, SECONDS)] = 0;
        }
    }
}
