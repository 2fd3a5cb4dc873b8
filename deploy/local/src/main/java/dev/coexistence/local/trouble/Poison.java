package dev.coexistence.local.trouble;

/** Kinds of records that no consumer can read as an event of its topic. */
public enum Poison {
    TEXT,
    EMPTY,
    NULL,
    /** A tombstone under a key of no number. */
    NULL_UNDER_A_WRONG_KEY,
    WITHOUT_KEY,
    RANDOM_BYTES,
    RANDOM_BYTES_OF_A_KNOWN_SCHEMA,
    UNKNOWN_ID,
    NEGATIVE_ID,
    DELETED_SCHEMA,
    JSON_SCHEMA,
    PROTOBUF_SCHEMA,
    OTHER_AVRO_SCHEMA,
    /** Of 5 MiB before it is compressed: more than a dead letter may have. */
    LARGE,
    LONG_KEY,
    LARGE_HEADERS,
    /** Of 75 MB before it is compressed, of some 75 KB on the topic. */
    BOMB;

    /** Tells whether its dead letter can hold only its beginning. */
    public boolean isCut() {
        return this == LARGE || this == LONG_KEY || this == LARGE_HEADERS || this == BOMB;
    }
}
