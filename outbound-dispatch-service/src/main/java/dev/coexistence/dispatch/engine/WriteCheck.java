package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.lane.Attempt;
import dev.coexistence.dispatch.meta.Wire;
import dev.coexistence.dispatch.queue.Ownership;

/**
 * Last look before the bytes of a request are handed to the socket: the lease, the ownership of the
 * partition, and the writes of the last second. Thread-safe.
 */
public final class WriteCheck implements Wire.Check {
    private final Lease lease;
    private final Ownership ownership;
    private final boolean paced;

    /**
     * @param paced whether the writes of the last second are limited
     */
    public WriteCheck(Lease lease, Ownership ownership, boolean paced) {
        this.lease = lease;
        this.ownership = ownership;
        this.paced = paced;
    }

    @Override
    public Wire.Verdict at(Attempt attempt, long nanos) {
        if (!lease.heldAt(nanos) || !ownership.owns(attempt.command().partition())) {
            return Wire.Verdict.NO_LEASE;
        }
        return !paced || attempt.guard().admit(nanos) ? Wire.Verdict.GO : Wire.Verdict.RING_FULL;
    }
}
