package dev.coexistence.dispatch.ownership;

import java.util.Set;

/** Another instance has taken partitions over: what was to be written must not be. */
public final class OwnershipLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Set<Integer> partitions;

    public OwnershipLost(Set<Integer> partitions) {
        super("Another instance owns partitions " + partitions);
        this.partitions = Set.copyOf(partitions);
    }

    public Set<Integer> partitions() {
        return partitions;
    }
}
