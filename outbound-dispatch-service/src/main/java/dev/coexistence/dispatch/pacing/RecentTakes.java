package dev.coexistence.dispatch.pacing;

/**
 * The last takes of a number, each with the latest time at which its message can have left, or
 * arrived less the usual way. Times are nanoseconds of one monotonic clock, compared by difference.
 * Not thread-safe; takes memory only while it grows to the limit.
 */
final class RecentTakes {
    private static final int SMALLEST = 32;

    private final long window;
    private long[] latest = new long[SMALLEST];
    private long taken;
    private long oldest;

    /**
     * @param window in nanoseconds; no window holds more takes than the limit
     */
    RecentTakes(long window) {
        this.window = window;
    }

    /**
     * Records a take.
     *
     * @param limit takes in any window at present
     * @return its place, by which the time can be corrected
     */
    long take(long nanos, int limit) {
        if (taken - oldest == latest.length) {
            if (latest.length < limit) {
                grow();
            } else {
                oldest++;
            }
        }
        latest[(int) taken & (latest.length - 1)] = nanos;
        return taken++;
    }

    /** That take's message left, or arrived less the usual way, no later than then. */
    void correct(long place, long nanos) {
        if (place >= oldest) {
            latest[(int) place & (latest.length - 1)] = nanos;
        }
    }

    /** The later of that time and the first at which a window holds less than the limit. */
    long nextAt(long nanos, int limit) {
        long place = taken - limit;
        if (place < oldest) {
            return nanos;
        }
        long freed = latest[(int) place & (latest.length - 1)] + window;
        return freed - nanos > 0 ? freed : nanos;
    }

    /** How many messages left in the second before that time. */
    int inSecondBefore(long nanos) {
        int count = 0;
        for (long place = taken - 1; place >= oldest; place--) {
            long ago = nanos - latest[(int) place & (latest.length - 1)];
            if (ago > PacingSettings.WINDOW) {
                return count;
            }
            if (ago > 0) {
                count++;
            }
        }
        return count;
    }

    /** Doubles the room; only what was seen to be needed is taken. */
    private void grow() {
        long[] larger = new long[latest.length * 2];
        for (long place = oldest; place < taken; place++) {
            larger[(int) place & (larger.length - 1)] = latest[(int) place & (latest.length - 1)];
        }
        latest = larger;
    }
}
