package dev.coexistence.database;

import java.util.Set;

/** The part of an outbox that this process may publish. */
public sealed interface OutboxScope {

    /**
     * All of it, within a transaction that ends the right to it and takes back what was removed
     * where the batch fails.
     */
    record Everything() implements OutboxScope {}

    /** The rows of the partitions that this process owns; each statement is by itself. */
    record Partitions(Set<Integer> partitions) implements OutboxScope {}
}
