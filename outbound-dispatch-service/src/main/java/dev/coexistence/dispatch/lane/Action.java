package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.refusal.Hold;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the decisions ask of the outside. The edge carries it out and returns at once; its
 * result comes back as the {@link NumberEvent} that each action names.
 */
public sealed interface Action {

    /** Reads waiting commands of a number; answered by {@link NumberEvent.Loaded}. */
    record Load(HeadsWanted wanted) implements Action {}

    /** Reads a number's connection; answered by {@link NumberEvent.ConnectionChanged}. */
    record LookUp(String number, int partition) implements Action {}

    /**
     * Makes the intent durable; answered by {@link NumberEvent.Intended}, {@link
     * NumberEvent.AlreadyEnded} or {@link NumberEvent.Withheld}.
     */
    record Intend(Attempt attempt) implements Action {}

    /**
     * Opens a connection to Meta and writes nothing; answered by {@link NumberEvent.Ready} or
     * {@link NumberEvent.Answered}.
     */
    record Open(Attempt attempt) implements Action {}

    /**
     * Writes the request now, unless the check at the socket refuses; answered by {@link
     * NumberEvent.Written} and {@link NumberEvent.Answered}, or by {@link NumberEvent.HeldBack}.
     */
    record Write(Attempt attempt) implements Action {}

    /** Gives up the open connection of a request that was not written. */
    record Close(Attempt attempt) implements Action {}

    /**
     * Deletes the intent of a message that provably did not leave; answered by {@link
     * NumberEvent.Withdrawn}.
     *
     * @param attempts requests made of the command so far
     * @param notBefore when the command may be read again, where that is later than now
     */
    record Withdraw(Attempt attempt, int attempts, @Nullable Instant notBefore) implements Action {}

    /**
     * Records and publishes how a command ended.
     *
     * @param attempt request that decided it; null where none did
     */
    record Finish(Command command, Outcome outcome, @Nullable Attempt attempt) implements Action {}

    /** Records and publishes that it is unknown whether a message left. */
    record Doubt(Attempt attempt, Reason reason) implements Action {}

    /** Stores that Meta refused a command because its template is paused. */
    record PauseTemplate(Command command) implements Action {}

    /**
     * Stores and publishes the state of a number's hold.
     *
     * @param waiting commands of the number that wait
     */
    record KeepHold(Hold hold, long waiting) implements Action {}

    /**
     * Ends everything that waits for a number and will never leave; answered by {@link
     * NumberEvent.AllEnded}.
     */
    record EndAll(String number, int partition, Reason reason) implements Action {}

    /** Tells an operator. */
    record RaiseAlarm(Alarm alarm, String number) implements Action {}

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
