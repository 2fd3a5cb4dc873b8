package dev.coexistence.dispatch.pacing;

/**
 * The generic cell rate algorithm: one take per interval, at most {@code slack} early. All times
 * are nanoseconds of one monotonic clock, compared by difference. Not thread-safe; takes no memory.
 */
public final class Gcra {
    private long interval;
    private final long slack;
    private long due;

    /**
     * @param interval between two takes
     * @param slack how early a take may be, so that a late timer costs no rate
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

    /** The last take was used only then: the next keeps its distance from that. */
    public void usedAt(long nanos) {
        if (nanos - (due - interval) > 0) {
            due = nanos + interval;
        }
    }

    /** When the next take is allowed. */
    public long nextAt() {
        return due - slack;
    }

    /** Allows no take before that time. */
    public void notBefore(long nanos) {
        if (nanos + slack - due > 0) {
            due = nanos + slack;
        }
    }

    /** Changes the rate from the next take on. */
    public void interval(long nanos) {
        interval = nanos;
    }

    public long interval() {
        return interval;
    }
}
