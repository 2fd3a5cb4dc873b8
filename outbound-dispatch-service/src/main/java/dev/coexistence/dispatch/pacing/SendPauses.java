package dev.coexistence.dispatch.pacing;

import dev.coexistence.dispatch.command.Priority;
import java.util.function.IntToLongFunction;

/** Until when a number makes no new attempts. */
public final class SendPauses {
    private final IntToLongFunction backoff;
    private final SendClearance clearance;
    private long until;
    private long bulkUntil;
    private int inARow;

    /**
     * @param backoff nanoseconds to pause after so many failures in a row
     * @param clearance before which nothing leaves
     */
    public SendPauses(IntToLongFunction backoff, SendClearance clearance, long now) {
        this.backoff = backoff;
        this.clearance = clearance;
        this.until = now;
        this.bulkUntil = now;
    }

    /** Nothing of the number is taken at present. Several failures of one moment count once. */
    public void pause(long now) {
        if (until - now <= 0) {
            inARow++;
            until = now + backoff.applyAsLong(inARow);
        }
    }

    /** Something was taken: the next pause is a first one. */
    public void reset() {
        inARow = 0;
    }

    /** The connection changed. */
    public void clear(long now) {
        inARow = 0;
        until = now;
    }

    public void pauseBulk(long nanos) {
        bulkUntil = nanos;
    }

    /** Time at which the next attempt may be written. */
    public long end() {
        return Math.max(until, clearAt());
    }

    /** From when on anything may leave; {@link Long#MAX_VALUE} while nobody can tell. */
    public long clearAt() {
        return clearance.clearAt();
    }

    public boolean mayBulkGo(long now) {
        return bulkUntil - now <= 0;
    }

    public long bulkUntil() {
        return bulkUntil;
    }

    /**
     * Nanoseconds for which messages of that priority still pause after refusals of Meta's; 0 where
     * they do not.
     */
    public long remaining(Priority priority, long now) {
        long left = Math.max(0, until - now);
        return priority == Priority.BULK ? Math.max(left, bulkUntil - now) : left;
    }
}
