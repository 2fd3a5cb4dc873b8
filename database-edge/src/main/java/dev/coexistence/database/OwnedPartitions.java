package dev.coexistence.database;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Ownership of an outbox's rows by the partitions that this process owns already. */
public final class OwnedPartitions implements OutboxOwner {
    private final Supplier<Set<Integer>> partitions;

    /**
     * @param partitions those that this process owns now
     */
    public OwnedPartitions(Supplier<Set<Integer>> partitions) {
        this.partitions = partitions;
    }

    @Override
    public <T> Optional<T> whileOwner(Function<OutboxScope, T> batch) {
        Set<Integer> owned = partitions.get();
        return owned.isEmpty()
                ? Optional.empty()
                : Optional.of(batch.apply(new OutboxScope.Partitions(owned)));
    }
}
