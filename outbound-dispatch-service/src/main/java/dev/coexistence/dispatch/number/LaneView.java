package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.refusal.Hold;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * State of one number.
 *
 * @param depth commands that wait or are under way, by priority
 * @param oldest when the oldest of those that may go was queued
 * @param heldFor why nothing leaves; null where messages flow
 * @param hold where that is a refusal of Meta's
 * @param mode of the connection
 * @param perSecond the agreed budget
 * @param effective messages per second that may leave at present
 * @param reserved messages per second that are left to inbound traffic
 * @param lastSecond messages that left in the last second
 * @param counted messages that came in, or were written in the app, in about the last second
 * @param leftLastMinute messages that left in about the last minute, as far as this owner sent them
 * @param cameInLastMinute messages that came in, or were written in the app, in about the last
 *     minute
 * @param underway messages between pick and outcome
 */
public record LaneView(
        String number,
        long[] depth,
        @Nullable Instant oldest,
        @Nullable String heldFor,
        @Nullable Hold hold,
        String mode,
        int perSecond,
        int effective,
        int reserved,
        int lastSecond,
        int counted,
        int leftLastMinute,
        int cameInLastMinute,
        int underway) {

    /** Messages that wait or are under way. */
    public long waiting() {
        long sum = 0;
        for (Priority priority : Priority.values()) {
            sum += priority == Priority.SIGNAL ? 0 : depth[priority.ordinal()];
        }
        return sum;
    }
}
