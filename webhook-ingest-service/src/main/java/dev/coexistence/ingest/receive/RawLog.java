package dev.coexistence.ingest.receive;

import java.util.concurrent.CompletableFuture;

/** Where bodies are kept before anyone is told that they are safe. Never blocks. */
interface RawLog {

    /** What became of an append. */
    enum Appended {
        /** The broker has acknowledged it with acks=all. */
        ACKNOWLEDGED,
        /** It was not acknowledged in time; it may stand on the topic all the same. */
        UNCONFIRMED
    }

    /** False while the broker is known to be away: nothing is tried then. */
    boolean available();

    CompletableFuture<Appended> append(SignedBody body);
}
