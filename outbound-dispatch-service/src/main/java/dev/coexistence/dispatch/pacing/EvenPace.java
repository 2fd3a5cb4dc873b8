package dev.coexistence.dispatch.pacing;

/**
 * One take per interval, evenly. A take that came late is made up for by closer ones after it, at
 * most at twice the rate; what was not asked for is not made up for. All times are nanoseconds of
 * one monotonic clock, compared by difference. Not thread-safe; takes no memory.
 */
final class EvenPace {
    /** More than that is not made up for: after a long stall the even pace starts anew. */
    private static final long MOST_BEHIND = 500_000_000L;

    private long interval;
    private long due;
    private long closest;

    /**
     * @param interval between two takes
     * @param now from when on takes are allowed
     */
    EvenPace(long interval, long now) {
        this.interval = interval;
        this.due = now;
        this.closest = now;
    }

    /** Takes at that time, which is not before {@link #nextAt}. */
    void take(long now) {
        due = Math.max(due - now, -MOST_BEHIND) + now + interval;
        closest = now + interval / 2;
    }

    /** Time of the next take. */
    long nextAt() {
        return due - closest > 0 ? due : closest;
    }

    /** There was nothing to take until then. */
    void restedUntil(long now) {
        if (now - due > 0) {
            due = now;
        }
    }

    /** Allows no take before that time. */
    void notBefore(long nanos) {
        restedUntil(nanos);
    }

    /** Changes the rate from the next take on. */
    void interval(long nanos) {
        interval = nanos;
    }
}
