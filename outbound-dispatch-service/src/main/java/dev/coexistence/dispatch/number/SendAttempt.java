package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.pacing.WriteRing;
import org.jspecify.annotations.Nullable;

/**
 * One request of a command, from the intent to the answer. Its identity tells the requests of a
 * command apart.
 */
public final class SendAttempt {
    private final Command command;
    private final long id;
    private final NumberState through;
    private final WriteRing guard;
    private final long begunAt;
    private AttemptState state = AttemptState.Intending.NOW;
    private boolean unwanted;
    private @Nullable Outcome end;
    private volatile long writtenAt;

    /**
     * @param begunAt when its intent sets out for the disk; monotonic
     */
    SendAttempt(Command command, long id, NumberState through, WriteRing guard, long begunAt) {
        this.command = command;
        this.id = id;
        this.through = through;
        this.guard = guard;
        this.begunAt = begunAt;
    }

    public Command command() {
        return command;
    }

    /** Unique among the attempts of one owner. */
    public long id() {
        return id;
    }

    /** The connection as it stood when the request was prepared: the token comes from here. */
    public NumberState through() {
        return through;
    }

    /** The check at the socket; thread-safe. */
    public WriteRing guard() {
        return guard;
    }

    AttemptState state() {
        return state;
    }

    /** For {@link AttemptSet} only, which counts requests by their states. */
    void become(AttemptState next) {
        state = next;
    }

    /**
     * @throws IllegalStateException where its intent is not on the way to the disk
     */
    AttemptState.Intending requireIntending() {
        if (state instanceof AttemptState.Intending intending) {
            return intending;
        }
        throw new IllegalStateException("Attempt " + id + " has no pending intent: " + state);
    }

    /**
     * @throws IllegalStateException where its intent is not being deleted
     */
    AttemptState.Withdrawing requireWithdrawing() {
        if (state instanceof AttemptState.Withdrawing withdrawing) {
            return withdrawing;
        }
        throw new IllegalStateException("Attempt " + id + " is not being withdrawn: " + state);
    }

    /** True where it must not be written any more: withdrawn as soon as that is possible. */
    boolean unwanted() {
        return unwanted;
    }

    void unwant() {
        unwanted = true;
    }

    /** Ends the command so as soon as the intent is withdrawn; what Meta took stays taken. */
    void endAs(Outcome outcome) {
        if (!(end instanceof Outcome.Accepted)) {
            end = outcome;
        }
        unwanted = true;
    }

    /** Outcome of the command once the intent is withdrawn; null where it waits again. */
    @Nullable Outcome end() {
        return end;
    }

    /** Time at which its intent set out for the disk; monotonic nanoseconds. */
    long begunAt() {
        return begunAt;
    }

    /**
     * Time at which it was told to go, then at which its bytes were handed to the socket; monotonic
     * nanoseconds.
     */
    public long writtenAt() {
        return writtenAt;
    }

    void writtenAt(long nanos) {
        writtenAt = nanos;
    }
}
