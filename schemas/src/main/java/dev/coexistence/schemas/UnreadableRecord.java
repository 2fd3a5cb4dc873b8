package dev.coexistence.schemas;

import org.jspecify.annotations.Nullable;

/**
 * A record whose bytes are no event of its topic. Reading it again will not help: it belongs among
 * the dead letters. The message names topic, partition, offset and schema id, and never the
 * content.
 */
public final class UnreadableRecord extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableRecord(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
