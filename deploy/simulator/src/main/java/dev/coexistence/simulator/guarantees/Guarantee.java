package dev.coexistence.simulator.guarantees;

import java.util.List;

/**
 * A promise about a run. It is told what was commanded, what arrived at the provider and how each
 * command ended; one thread feeds it.
 */
public interface Guarantee {
    default void commanded(Commanded command) {}

    /** Called in the order of arrival at the provider. */
    default void arrived(Arrived arrival) {}

    default void ended(Ended end) {}

    /** The violations so far. */
    List<Violation> violations();

    /** The run is over: what never came counts now. */
    default List<Violation> finish() {
        return violations();
    }
}
