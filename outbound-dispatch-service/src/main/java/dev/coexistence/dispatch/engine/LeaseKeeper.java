package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.queue.Ownership;
import dev.coexistence.dispatch.queue.Partitions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves the ownership of all partitions again and again, well before the lease ends. */
public final class LeaseKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final int RENEWALS_PER_LEASE = 4;

    private final Partitions partitions;
    private final Ownership ownership;
    private final Dispatcher dispatcher;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param every how often to renew
     */
    public record Clock(LongSupplier ticker, Lease lease, long every) {
        public static Clock of(LongSupplier ticker, Lease lease, java.time.Duration length) {
            return new Clock(ticker, lease, length.toNanos() / RENEWALS_PER_LEASE);
        }
    }

    public LeaseKeeper(
            Partitions partitions, Ownership ownership, Dispatcher dispatcher, Clock clock) {
        this.partitions = partitions;
        this.ownership = ownership;
        this.dispatcher = dispatcher;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("dispatch-lease").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Proves it now. */
    public synchronized void renew() {
        Map<Integer, Long> epochs = ownership.snapshot();
        if (epochs.isEmpty()) {
            return;
        }
        long begun = clock.ticker().getAsLong();
        Set<Integer> lost = partitions.renew(epochs);
        // Those that were lost are dropped before the lease counts for the others.
        for (int partition : lost) {
            if (ownership.epoch(partition) != epochs.getOrDefault(partition, Ownership.NONE)) {
                continue;
            }
            log.atWarn().addKeyValue("partition", partition).log("Partition has another owner");
            dispatcher.lost(partition);
        }
        long until = clock.lease().renewed(begun);
        dispatcher.engine().post(lanes -> lanes.leasedUntil(until));
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, clock.every());
            try {
                renew();
            } catch (RuntimeException e) {
                if (!closed) {
                    log.atWarn().setCause(e).log("Lease could not be renewed");
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
