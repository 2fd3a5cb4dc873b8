package dev.coexistence.dispatch.pacing;

/**
 * Adaptive lead time of the intent before a message's turn: twice what making one durable took of
 * late, so that the pace does not wait for the disk, and no longer, as what is intended when the
 * dispatcher dies becomes unknown. Between the least that is set and ten times that.
 */
public final class IntentHorizon {
    private static final int WEIGHT = 8;
    private static final int MOST = 10;

    private final long least;
    private long smoothed;

    /**
     * @param least in nanoseconds
     */
    public IntentHorizon(long least) {
        this.least = least;
    }

    /** An intent became durable after that many nanoseconds. */
    public void durableAfter(long nanos) {
        smoothed += (nanos - smoothed) / WEIGHT;
    }

    public long nanos() {
        return Math.clamp(2 * smoothed, least, MOST * least);
    }
}
