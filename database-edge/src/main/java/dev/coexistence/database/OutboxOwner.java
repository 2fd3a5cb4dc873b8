package dev.coexistence.database;

import java.util.Optional;
import java.util.function.Function;

/**
 * The right to publish an outbox. Two publishers at a time could put an older version after a newer
 * one on a compacted topic for good.
 */
@FunctionalInterface
public interface OutboxOwner {

    /**
     * Runs a batch with the part of the outbox that this process owns.
     *
     * @return the batch's result; empty where this process owns nothing
     */
    <T> Optional<T> whileOwner(Function<OutboxScope, T> batch);
}
