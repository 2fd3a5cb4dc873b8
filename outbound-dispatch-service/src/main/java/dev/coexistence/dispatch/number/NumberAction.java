package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.recipient.PageRequest;
import dev.coexistence.dispatch.refusal.Hold;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the decisions ask of the outside. The edge carries it out and returns at once; its
 * result comes back as the {@link NumberEvent} that each action names.
 */
public sealed interface NumberAction {

    /** Reads waiting commands of a number; answered by {@link NumberEvent.Loaded}. */
    record Load(PageRequest wanted) implements NumberAction {}

    /** Reads a number's connection; answered by {@link NumberEvent.ConnectionChanged}. */
    record LookUp(String number, int partition) implements NumberAction {}

    /**
     * Makes the intent durable; answered by {@link NumberEvent.Intended}, {@link
     * NumberEvent.AlreadyEnded} or {@link NumberEvent.Withheld}.
     */
    record Intend(SendAttempt attempt) implements NumberAction {}

    /**
     * Opens a connection to Meta and writes nothing; answered by {@link NumberEvent.Ready} or
     * {@link NumberEvent.Answered}.
     */
    record Open(SendAttempt attempt) implements NumberAction {}

    /**
     * Writes the request now, unless the check at the socket refuses; answered by {@link
     * NumberEvent.Written} and {@link NumberEvent.Answered}, or by {@link NumberEvent.HeldBack}.
     */
    record Write(SendAttempt attempt) implements NumberAction {}

    /** Gives up the open connection of a request that was not written. */
    record Close(SendAttempt attempt) implements NumberAction {}

    /**
     * Deletes the intent of a message that provably did not leave; answered by {@link
     * NumberEvent.Withdrawn}.
     *
     * @param attempts requests made of the command so far
     * @param notBefore when the command may be read again, where that is later than now
     */
    record Withdraw(SendAttempt attempt, int attempts, @Nullable Instant notBefore)
            implements NumberAction {}

    /**
     * Records and publishes how a command ended.
     *
     * @param attempt request that decided it; null where none did
     */
    record Finish(Command command, Outcome outcome, @Nullable SendAttempt attempt)
            implements NumberAction {}

    /** Records and publishes that it is unknown whether a message left. */
    record Doubt(SendAttempt attempt, Reason reason) implements NumberAction {}

    /** Stores that Meta refused a command because its template is paused. */
    record PauseTemplate(Command command) implements NumberAction {}

    /**
     * Stores and publishes the state of a number's hold.
     *
     * @param waiting commands of the number that wait
     */
    record KeepHold(Hold hold, long waiting) implements NumberAction {}

    /**
     * Ends everything that waits for a number and will never leave; answered by {@link
     * NumberEvent.AllEnded}.
     */
    record EndAll(String number, int partition, Reason reason) implements NumberAction {}

    /** Tells an operator. */
    record RaiseAlarm(Alarm alarm, String number) implements NumberAction {}

    /** Causes of an alarm. */
    enum Alarm {
        /** The check at the socket refused what the pacer allowed. */
        RING_REFUSED,
        /** Meta answered with a code that is not in the table. */
        CODE_UNKNOWN,
        /** Meta takes nothing of a number. */
        NUMBER_STOPPED
    }
}
