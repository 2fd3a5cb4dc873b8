package dev.coexistence.dispatch.pacing;

/**
 * Clearance of a partition's numbers to send, and the time up to which their inbound traffic is
 * known.
 *
 * <p>After each beginning, be it a takeover or the return of a database that was away, nothing
 * leaves for one window, nor before everything is known that came in until that beginning. What is
 * known says how inbound traffic fades: by that time only in which it was heard of without a gap,
 * and where there was one, only from a while after it, as what came in the gap is told late. Times
 * are nanoseconds of one monotonic clock. Not thread-safe.
 */
public final class SendClearance {
    /** Longer than that between two reports is a gap: something stood still. */
    private static final long GAP = 2_000_000_000L;

    /** For so long after a gap those who tell of inbound traffic may not be back yet. */
    private static final long SETTLING = 15_000_000_000L;

    /** Longer than that without a report is an outage, no hiccup: new traffic may have begun. */
    private static final long OUTAGE = 5_000_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    private final boolean counts;
    private long quietUntil;
    private long needed;
    private long known;
    private long settledAt;
    private long deafUntil;
    private long heard;

    /**
     * @param counts false where neither inbound messages nor echoes count
     */
    public SendClearance(boolean counts, long now) {
        this.counts = counts;
        this.quietUntil = now;
        this.needed = now - 1;
        this.known = needed;
        this.settledAt = now;
        this.deafUntil = now;
    }

    /**
     * Sending begins, or begins again.
     *
     * @param quietUntil before which nothing leaves
     */
    public void begin(long now, long quietUntil) {
        this.quietUntil = Math.max(this.quietUntil, quietUntil);
        needed = now;
    }

    /**
     * Everything that came in until then was counted.
     *
     * @return true where only this was waited for
     */
    public boolean advanceKnown(long nanos) {
        long step = nanos - known;
        if (step <= 0) {
            return false;
        }
        boolean waited = !inboundKnown();
        if (step > OUTAGE) {
            deafUntil = nanos + SETTLING;
        }
        if (step > GAP) {
            settledAt = nanos + SETTLING;
        } else if (nanos - settledAt >= 0) {
            heard += step;
        }
        known = nanos;
        return waited && inboundKnown();
    }

    private boolean inboundKnown() {
        return !counts || known - needed >= 0;
    }

    /** From when on messages may leave; {@link Long#MAX_VALUE} while nobody can tell. */
    public long clearAt() {
        return inboundKnown() ? quietUntil : NEVER;
    }

    /**
     * False through an outage of those who tell of inbound traffic and for a while after it:
     * traffic may have begun of which nobody has told yet.
     */
    boolean hearsInbound(long now) {
        return !counts || (now - known <= OUTAGE && now - deafUntil >= 0);
    }

    /** For how long in all inbound traffic was heard of without a gap. */
    long heard() {
        return heard;
    }
}
