package dev.coexistence.dispatch.meta;

import dev.coexistence.dispatch.lane.Answer;
import dev.coexistence.dispatch.lane.Attempt;

/**
 * The way to Meta, in two steps: a connection first, the bytes when their time has come. What
 * happens is told to the listener, on any thread.
 */
public interface Wire extends AutoCloseable {

    /** What may be written now; asked right before the bytes are handed to the socket. */
    @FunctionalInterface
    interface Check {
        Verdict at(Attempt attempt, long nanos);
    }

    /** Whether the bytes may go. */
    enum Verdict {
        GO,
        /** Ownership of the number is not proven any more. */
        NO_LEASE,
        /** The second is full. */
        RING_FULL
    }

    /** Hears what became of requests. */
    interface Listener {
        void ready(Attempt attempt);

        void written(Attempt attempt, long nanos);

        void heldBack(Attempt attempt, Verdict verdict);

        /** Exactly once for each request that was opened and not closed. */
        void answered(Attempt attempt, Answer answer);
    }

    void open(Attempt attempt);

    void write(Attempt attempt);

    /** Drops a request that was not written. */
    void close(Attempt attempt);

    @Override
    void close();
}
