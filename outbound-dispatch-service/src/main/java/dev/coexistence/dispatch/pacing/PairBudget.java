package dev.coexistence.dispatch.pacing;

/**
 * Meta's limit for one sender and one recipient: a message each six seconds, with a burst of 45
 * borrowed from the future. Times are nanoseconds of one monotonic clock.
 */
public final class PairBudget {
    private static final long INTERVAL = 6_000_000_000L;
    private static final int BURST = 45;

    private final Gcra gcra;

    public PairBudget(long now) {
        // One of the burst is the message that is due anyway.
        gcra = new Gcra(INTERVAL, (BURST - 1) * INTERVAL, now);
    }

    public boolean tryTake(long now) {
        return gcra.tryTake(now);
    }

    public long nextAt() {
        return gcra.nextAt();
    }

    /**
     * True where nothing of the burst is borrowed any more, so that the object may be forgotten.
     */
    public boolean full(long now) {
        return gcra.nextAt() + (BURST - 1) * INTERVAL - now <= 0;
    }
}
