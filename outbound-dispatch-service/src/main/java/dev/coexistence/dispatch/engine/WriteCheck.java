package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.meta.MetaTransport;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.ownership.Lease;
import dev.coexistence.dispatch.ownership.Ownership;

/**
 * Last look before the bytes of a request are handed to the socket: the lease, the ownership of the
 * partition, and the writes of the last second. Thread-safe.
 */
public final class WriteCheck implements MetaTransport.Check {
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
    public MetaTransport.Verdict at(SendAttempt attempt, long nanos) {
        if (!lease.isHeldAt(nanos) || !ownership.owns(attempt.command().partition())) {
            return MetaTransport.Verdict.NO_LEASE;
        }
        return !paced || attempt.guard().admit(nanos)
                ? MetaTransport.Verdict.GO
                : MetaTransport.Verdict.RING_FULL;
    }
}
