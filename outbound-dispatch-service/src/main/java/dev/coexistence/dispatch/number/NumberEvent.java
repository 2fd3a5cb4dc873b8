package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.recipient.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to numbers, their queues or their requests: the only input of the
 * decisions. {@link LaneScheduler#on} answers each with the {@link NumberAction}s that follow.
 */
public sealed interface NumberEvent {

    /** Events of one request. */
    sealed interface OfAttempt extends NumberEvent {
        SendAttempt attempt();
    }

    /** Events of one number; nothing follows where the number has no work. */
    sealed interface OfNumber extends NumberEvent {
        String number();
    }

    // ---- ownership

    /**
     * A partition belongs to this instance from now on.
     *
     * @param notBefore until when the former owner may have written; monotonic
     */
    record TakenOver(int partition, long notBefore, List<Backlog> backlog) implements NumberEvent {}

    /**
     * Commands that one number has stored when its partition is taken over.
     *
     * @param depth waiting commands by priority
     */
    record Backlog(String number, long[] depth) {}

    /** Ownership of all partitions is proven until then; monotonic. */
    record LeaseRenewed(long until) implements NumberEvent {}

    /** A partition is about to be given up: nothing new leaves. */
    record Leaving(int partition) implements NumberEvent {}

    /** A partition belongs to another instance: everything about it is forgotten. */
    record Lost(int partition) implements NumberEvent {}

    // ---- the queue

    /** Commands were stored, in this order. */
    record Arrived(List<Command> commands) implements NumberEvent {}

    /**
     * A producer takes commands back.
     *
     * @param waiting false where they wait for their time, and are not in the queue yet
     */
    record Cancelled(List<Command> commands, boolean waiting) implements NumberEvent {}

    /**
     * Commands are taken back because their recipient is to be forgotten.
     *
     * @param waiting as of {@link Cancelled}
     */
    record Erased(List<Command> commands, boolean waiting) implements NumberEvent {}

    /**
     * The time of commands is over.
     *
     * @param waiting as of {@link Cancelled}
     */
    record Expired(List<Command> commands, boolean waiting) implements NumberEvent {}

    /**
     * A status proves that a command left before, which was to be sent again.
     *
     * @param waiting as of {@link Cancelled}
     */
    record Proved(Command command, String wamid, boolean waiting) implements NumberEvent {}

    /** A page of waiting commands was read. */
    record Loaded(PageRequest wanted, List<Command> commands) implements OfNumber {
        @Override
        public String number() {
            return wanted.number();
        }
    }

    /** Everything that waited for the number was ended. */
    record AllEnded(String number) implements OfNumber {}

    /** The intent is durable. */
    record Intended(SendAttempt attempt) implements OfAttempt {}

    /** No intent was made: the queue holds the command as ended. */
    record AlreadyEnded(SendAttempt attempt) implements OfAttempt {}

    /** No intent was made: the command left the queue and waits elsewhere, or it ended. */
    record Withheld(SendAttempt attempt) implements OfAttempt {}

    /** The intent is deleted: the command waits as before. */
    record Withdrawn(SendAttempt attempt) implements OfAttempt {}

    // ---- the connection

    /**
     * A number's connection was read or has changed.
     *
     * @param state null where no connection is known
     */
    record ConnectionChanged(String number, @Nullable NumberState state) implements OfNumber {}

    /**
     * A number received messages, or its owner wrote them in the app.
     *
     * @param at when, on the wall clock
     */
    record InboundCounted(String number, int partition, int messages, Instant at)
            implements NumberEvent {}

    /** Of these partitions all inbound traffic until then was counted; monotonic. */
    record InboundKnown(Set<Integer> partitions, long until) implements NumberEvent {}

    // ---- the wire

    /** A connection to Meta is open for the request. */
    record Ready(SendAttempt attempt) implements OfAttempt {}

    /**
     * The request's bytes were handed to the socket.
     *
     * @param at when; monotonic
     */
    record Written(SendAttempt attempt, long at) implements OfAttempt {}

    /**
     * The check at the socket refused; nothing was written, and the connection stays open.
     *
     * @param byRing true where the sliding second was full; false where the lease was over
     */
    record HeldBack(SendAttempt attempt, boolean byRing) implements OfAttempt {}

    /**
     * The request has its answer, or will get none.
     *
     * @param at when the answer came in; monotonic. The earlier it is known, the less of the round
     *     trip counts as lateness
     */
    record Answered(SendAttempt attempt, MetaAnswer answer, long at) implements OfAttempt {}

    // ---- the clock

    /** Numbers that had no work for long may be forgotten. */
    record IdleCheckDue() implements NumberEvent {}
}
