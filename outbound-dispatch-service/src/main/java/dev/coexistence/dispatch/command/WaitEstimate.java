package dev.coexistence.dispatch.command;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Cause and estimated length of a command's wait.
 *
 * @param seconds how long about; null where nobody can tell
 */
public record WaitEstimate(Cause cause, @Nullable Double seconds) {

    /** Causes of a wait. */
    public enum Cause {
        /** Its turn: the number sends as fast as it may. */
        BUDGET,
        /** Its recipient had as many messages as one may have at a time. */
        PAIR_LIMIT,
        /** Another message to the same recipient, which goes first. */
        RECIPIENT_ORDER,
        /** The number sends nothing at present. */
        HELD,
        /** The time that it states itself. */
        NOT_BEFORE
    }

    /** Until something happens, and nobody knows when. */
    public static WaitEstimate open(Cause cause) {
        return new WaitEstimate(cause, null);
    }

    /**
     * @param nanos how long; over already where that is negative
     */
    public static WaitEstimate of(Cause cause, long nanos) {
        return new WaitEstimate(cause, Math.max(0, nanos) / 1e9);
    }

    /**
     * Until its turn.
     *
     * @param before how many go before it
     * @param nanos until the next of them may go
     */
    public static WaitEstimate turn(double before, int perSecond, long nanos) {
        return perSecond < 1
                ? open(Cause.BUDGET)
                : new WaitEstimate(Cause.BUDGET, Math.max(0, nanos) / 1e9 + before / perSecond);
    }

    /** Until the time that it states itself. */
    public static WaitEstimate until(Instant notBefore, Instant now) {
        return new WaitEstimate(
                Cause.NOT_BEFORE, Math.max(0, Duration.between(now, notBefore).toMillis()) / 1e3);
    }
}
