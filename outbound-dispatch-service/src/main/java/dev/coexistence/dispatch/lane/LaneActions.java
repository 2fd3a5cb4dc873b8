package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.refusal.Hold;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the lanes ask of the outside. Each call returns at once; what comes of it arrives as an
 * event of {@link Lanes}.
 */
public interface LaneActions {
    /** Read commands of a number that wait; answered by {@link Lanes#loaded}. */
    void load(HeadsWanted wanted);

    /** Say how a number's connection stands; answered by {@link Lanes#connection}. */
    void lookUp(String number, int partition);

    /** Make the intent durable; answered by {@link Lanes#intended} or {@link Lanes#refused}. */
    void intend(Attempt attempt);

    /**
     * Open a connection, write nothing; answered by {@link Lanes#ready} or {@link Lanes#answered}.
     */
    void open(Attempt attempt);

    /**
     * Write now, unless a check at the socket says no; answered by {@link Lanes#written} and {@link
     * Lanes#answered}, or by {@link Lanes#heldBack}.
     */
    void write(Attempt attempt);

    /** Give up the open connection of a request that was not written. */
    void close(Attempt attempt);

    /**
     * Take an intent back, as its message provably did not leave; answered by {@link
     * Lanes#withdrawn}.
     *
     * @param notBefore when the command may be read again, where that is later than now
     */
    void withdraw(Attempt attempt, int attempts, @Nullable Instant notBefore);

    /** Record how a command ended, and publish it. */
    void finish(Command command, Outcome outcome, @Nullable Attempt attempt);

    /** Record that it is unknown whether a message left, and publish that. */
    void doubt(Attempt attempt, Reason reason);

    /** Keep that Meta refused a command because its template is paused. */
    void templatePaused(Command command);

    /**
     * Keep, publish and show how the hold of a number stands.
     *
     * @param waiting commands of the number that wait
     */
    void hold(Hold hold, long waiting);

    /**
     * End everything that waits for a number, as it will never leave; answered by {@link
     * Lanes#allEnded}.
     */
    void end(String number, int partition, Reason reason);

    /** Tell people: something happened that should not. */
    void alarm(Alarm alarm, String number);

    /** What people should hear of. */
    enum Alarm {
        /** The check at the socket refused what the pacer allowed. */
        RING_REFUSED,
        /** Meta answered with a code that is not in the table. */
        CODE_UNKNOWN,
        /** Meta takes nothing of a number. */
        NUMBER_STOPPED
    }
}
