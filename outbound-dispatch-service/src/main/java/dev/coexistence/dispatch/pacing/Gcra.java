package dev.coexistence.dispatch.pacing;

/**
 * The generic cell rate algorithm: one take per interval, at most {@code slack} early. All times
 * are nanoseconds of one monotonic clock, compared by difference. Not thread-safe; takes no memory.
 */
final class Gcra {
    private final long interval;
    private final long slack;
    private long due;

    /**
     * @param interval between two takes
     * @param slack how early a take may be, which is the burst
     * @param now from when on takes are allowed
     */
    public Gcra(long interval, long slack, long now) {
        this.interval = interval;
        this.slack = slack;
        this.due = now;
    }

    /** Takes if that is allowed now. */
    public boolean tryTake(long now) {
        long early = due - now;
        if (early > slack) {
            return false;
        }
        due = (early > 0 ? due : now) + interval;
        return true;
    }

    /** Time of the next take. */
    public long nextAt() {
        return due - slack;
    }
}
