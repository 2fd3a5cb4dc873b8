package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.pacing.Clearance;

/** Until when a number makes no new attempts. */
final class Pauses {
    private final LaneSettings settings;
    private final Clearance clearance;
    private long until;
    private long bulkUntil;
    private int inARow;

    /**
     * @param clearance before which nothing leaves
     */
    Pauses(LaneSettings settings, Clearance clearance, long now) {
        this.settings = settings;
        this.clearance = clearance;
        this.until = now;
        this.bulkUntil = now;
    }

    /** Nothing of the number is taken at present. Several failures of one moment count once. */
    void pause(long now) {
        if (until - now <= 0) {
            inARow++;
            until = now + settings.backoff(inARow);
        }
    }

    /** Something was taken: the next pause is a first one. */
    void taken() {
        inARow = 0;
    }

    /** The connection changed. */
    void over(long now) {
        inARow = 0;
        until = now;
    }

    void pauseBulk(long nanos) {
        bulkUntil = nanos;
    }

    /** When the next attempt may be written. */
    long until() {
        return Math.max(until, clearAt());
    }

    /** From when on anything may leave; {@link Long#MAX_VALUE} while nobody can tell. */
    long clearAt() {
        return clearance.clearAt();
    }

    boolean bulkMayGo(long now) {
        return bulkUntil - now <= 0;
    }

    long bulkUntil() {
        return bulkUntil;
    }

    /** How long messages of that priority pause because of what Meta said; 0 where they do not. */
    long left(Priority priority, long now) {
        long left = Math.max(0, until - now);
        return priority == Priority.BULK ? Math.max(left, bulkUntil - now) : left;
    }
}
