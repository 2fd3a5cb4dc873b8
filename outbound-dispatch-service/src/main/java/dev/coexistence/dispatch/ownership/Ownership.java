package dev.coexistence.dispatch.ownership;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The partitions that this instance owns, each with the epoch of its ownership. Thread-safe. */
public final class Ownership {
    /** Epoch of what is not owned; no row has it. */
    public static final long NONE = 0;

    private final Map<Integer, Long> epochs = new ConcurrentHashMap<>();

    public void add(int partition, long epoch) {
        epochs.put(partition, epoch);
    }

    public void remove(int partition) {
        epochs.remove(partition);
    }

    public long epoch(int partition) {
        return epochs.getOrDefault(partition, NONE);
    }

    public boolean owns(int partition) {
        return epochs.containsKey(partition);
    }

    public Set<Integer> partitions() {
        return Set.copyOf(epochs.keySet());
    }

    /** Partitions and epochs at this moment. */
    public Map<Integer, Long> snapshot() {
        return Map.copyOf(epochs);
    }
}
