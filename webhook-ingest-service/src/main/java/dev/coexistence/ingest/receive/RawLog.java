package dev.coexistence.ingest.receive;

import java.util.concurrent.CompletableFuture;

/** Durable log of raw bodies: a body is in it before its webhook is answered 200. Never blocks. */
interface RawLog {

    /** Outcome of an append. */
    enum AppendOutcome {
        /** The broker has acknowledged it with acks=all. */
        ACKNOWLEDGED,
        /** It was not acknowledged in time; it may stand on the topic all the same. */
        UNCONFIRMED
    }

    /** False while the broker is known to be away: nothing is tried then. */
    boolean isAvailable();

    CompletableFuture<AppendOutcome> append(SignedBody body);
}
