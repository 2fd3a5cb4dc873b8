package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.pacing.WriteRing;
import org.jspecify.annotations.Nullable;

/**
 * One request of a command, from the intent to the answer. Its identity tells the requests of a
 * command apart.
 */
public final class Attempt {
    private final Command command;
    private final long id;
    private final NumberState through;
    private final WriteRing guard;
    private Stage stage = Stage.INTENDING;
    private boolean unwanted;
    private boolean unconfirmed;
    private @Nullable Outcome end;
    private boolean waitsAgain = true;
    private int attempts;
    private long begunAt;
    private long place;
    private volatile long writtenAt;

    /** Where a request stands. */
    enum Stage {
        /** Its intent is on the way to the disk. */
        INTENDING,
        /** A connection is being opened or fetched for it. */
        OPENING,
        /** All but the pace is there. */
        READY,
        /** It was told to go: bytes may have left. */
        GONE,
        /** It came back unwritten; the intent is being withdrawn. */
        WITHDRAWING
    }

    Attempt(Command command, long id, NumberState through, WriteRing guard) {
        this.command = command;
        this.id = id;
        this.through = through;
        this.guard = guard;
        this.attempts = command.attempts();
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

    Stage stage() {
        return stage;
    }

    void stage(Stage next) {
        stage = next;
    }

    /**
     * @param place that it took in the budget
     */
    void go(long nanos, long place) {
        stage = Stage.GONE;
        this.place = place;
        writtenAt = nanos;
        unconfirmed = true;
    }

    /** In the budget. */
    long place() {
        return place;
    }

    /** What became of the write is known now; answers false where it was known before. */
    boolean confirm() {
        boolean first = unconfirmed;
        unconfirmed = false;
        return first;
    }

    /** True where it must not be written any more: withdrawn as soon as that is possible. */
    boolean unwanted() {
        return unwanted;
    }

    void unwant() {
        unwanted = true;
    }

    /** Ends the command so as soon as the intent is withdrawn; what Meta took stays taken. */
    void end(Outcome outcome) {
        if (!(end instanceof Outcome.Accepted)) {
            end = outcome;
        }
        unwanted = true;
    }

    /** How the command ends once the intent is withdrawn; null where it waits again. */
    @Nullable Outcome end() {
        return end;
    }

    /**
     * @param requests made so far
     * @param waiting whether the command waits in its line again; else it comes back another way
     */
    void again(int requests, boolean waiting) {
        attempts = requests;
        waitsAgain = waiting;
    }

    int attempts() {
        return attempts;
    }

    boolean waitsAgain() {
        return waitsAgain;
    }

    /** When its intent set out for the disk; monotonic. */
    long begunAt() {
        return begunAt;
    }

    void begunAt(long nanos) {
        begunAt = nanos;
    }

    /** When it was told to go, then when its bytes were handed to the socket; monotonic. */
    public long writtenAt() {
        return writtenAt;
    }

    void writtenAt(long nanos) {
        writtenAt = nanos;
    }
}
