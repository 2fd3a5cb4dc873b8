package dev.coexistence.dispatch.meta;

import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.number.SendAttempt;

/**
 * The way to Meta, in two steps: a connection first, the bytes when their time has come. What
 * happens is told to the listener, on any thread.
 */
public interface MetaTransport extends AutoCloseable {

    /** Check right before the bytes are handed to the socket. */
    @FunctionalInterface
    interface Check {
        Verdict at(SendAttempt attempt, long nanos);
    }

    /** Verdict on the bytes of one request. */
    enum Verdict {
        GO,
        /** Ownership of the number is not proven any more. */
        NO_LEASE,
        /** The second is full. */
        RING_FULL
    }

    /** Hears what became of requests. */
    interface Listener {
        void onReady(SendAttempt attempt);

        void onWritten(SendAttempt attempt, long nanos);

        void onHeldBack(SendAttempt attempt, Verdict verdict);

        /** Exactly once for each request that was opened and not closed. */
        void onAnswered(SendAttempt attempt, MetaAnswer answer);
    }

    void open(SendAttempt attempt);

    void write(SendAttempt attempt);

    /** Drops a request that was not written. */
    void close(SendAttempt attempt);

    @Override
    void close();
}
