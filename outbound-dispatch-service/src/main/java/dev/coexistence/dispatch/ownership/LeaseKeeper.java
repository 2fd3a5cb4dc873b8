package dev.coexistence.dispatch.ownership;

import dev.coexistence.database.Worker;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves the ownership of all partitions again and again, well before the lease ends. */
public final class LeaseKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final int RENEWALS_PER_LEASE = 4;
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(2);

    private final PartitionLeases leases;
    private final Ownership ownership;
    private final Lease lease;
    private final LongSupplier ticker;
    private final IntConsumer lost;
    private final LongConsumer renewed;
    private final Worker worker;

    /**
     * @param length of the lease; it is renewed four times in that
     * @param ticker monotonic nanoseconds
     * @param lost told of each partition that has another owner
     * @param renewed told until when the lease holds; monotonic
     */
    public LeaseKeeper(
            PartitionLeases leases,
            Ownership ownership,
            Lease lease,
            Duration length,
            LongSupplier ticker,
            IntConsumer lost,
            LongConsumer renewed) {
        this.leases = leases;
        this.ownership = ownership;
        this.lease = lease;
        this.ticker = ticker;
        this.lost = lost;
        this.renewed = renewed;
        Duration every = length.dividedBy(RENEWALS_PER_LEASE);
        this.worker =
                new Worker(
                        "dispatch-lease",
                        Worker.Pace.every(every).retrying(every).finishing(LONGEST_ROUND),
                        () -> {
                            renew();
                            return false;
                        });
    }

    public void start() {
        worker.start();
    }

    /** Proves it now. */
    public synchronized void renew() {
        Map<Integer, Long> epochs = ownership.snapshot();
        if (epochs.isEmpty()) {
            return;
        }
        long begun = ticker.getAsLong();
        Set<Integer> gone = leases.renew(epochs);
        // Those that were lost are dropped before the lease counts for the others.
        for (int partition : gone) {
            if (ownership.epoch(partition) != epochs.getOrDefault(partition, Ownership.NONE)) {
                continue;
            }
            log.atWarn().addKeyValue("partition", partition).log("Partition has another owner");
            lost.accept(partition);
        }
        renewed.accept(lease.renew(begun));
    }

    /** Ends the lease of a partition at once, as nothing will be written under it any more. */
    public void release(int partition, long epoch) {
        leases.release(partition, epoch);
    }

    @Override
    public void close() {
        worker.close();
    }
}
