package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.ownership.LeaseKeeper;
import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.queue.Journal;
import dev.coexistence.dispatch.queue.PartitionTakeover;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes partitions over and gives them back, in the order that keeps the promises. */
public final class PartitionAssignments {
    private static final Logger log = LoggerFactory.getLogger(PartitionAssignments.class);
    private static final long ANSWERS_WITHIN = Duration.ofSeconds(3).toNanos();
    private static final long LOOK_EVERY = Duration.ofMillis(20).toNanos();

    private final PartitionTakeover takeovers;
    private final Ownership ownership;
    private final Engine engine;
    private final Journal journal;
    private final Runnable published;
    private final LeaseKeeper keeper;
    private final LongSupplier ticker;

    /**
     * @param published called where publications wait in the outbox
     */
    public PartitionAssignments(
            PartitionTakeover takeovers,
            Ownership ownership,
            Engine engine,
            Journal journal,
            Runnable published,
            LeaseKeeper keeper,
            LongSupplier ticker) {
        this.takeovers = takeovers;
        this.ownership = ownership;
        this.engine = engine;
        this.journal = journal;
        this.published = published;
        this.keeper = keeper;
        this.ticker = ticker;
    }

    /**
     * Takes a partition over: the epoch first, so that nothing of an older owner is stored any
     * more.
     */
    PartitionTakeover.Takeover take(int partition) {
        var takeover = takeovers.take(partition);
        long notBefore = ticker.getAsLong() + takeover.stillLeased().toNanos();
        ownership.add(partition, takeover.epoch());
        engine.post(new NumberEvent.TakenOver(partition, notBefore, takeover.backlog()));
        keeper.renew();
        published.run();
        log.atInfo()
                .addKeyValue("partition", partition)
                .addKeyValue("epoch", takeover.epoch())
                .addKeyValue("doubtful", takeover.doubtful())
                .addKeyValue("numbers", takeover.backlog().size())
                .log("Partition taken over");
        return takeover;
    }

    /** Gives partitions back: nothing new leaves, what left is waited for a moment. */
    void giveBack(Iterable<Integer> leaving) {
        for (int partition : leaving) {
            engine.post(new NumberEvent.Leaving(partition));
        }
        long deadline = ticker.getAsLong() + ANSWERS_WITHIN;
        while (!idle(leaving) && deadline - ticker.getAsLong() > 0) {
            LockSupport.parkNanos(this, LOOK_EVERY);
        }
        for (int partition : leaving) {
            long epoch = ownership.epoch(partition);
            drop(partition);
            if (epoch != Ownership.NONE) {
                try {
                    keeper.release(partition, epoch);
                } catch (RuntimeException e) {
                    log.atWarn()
                            .addKeyValue("partition", partition)
                            .addKeyValue("error", e.toString())
                            .log("Lease not released, it ends by itself");
                }
            }
        }
    }

    /** The partition belongs to another instance already. */
    void drop(int partition) {
        if (ownership.owns(partition)) {
            ownership.remove(partition);
            engine.post(new NumberEvent.Lost(partition));
        }
    }

    private boolean idle(Iterable<Integer> leaving) {
        try {
            return engine.ask(
                                    lanes -> {
                                        boolean idle = true;
                                        for (int partition : leaving) {
                                            idle &= lanes.isIdle(partition);
                                        }
                                        return idle;
                                    })
                            .get(1, TimeUnit.SECONDS)
                    && journal.backlog() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
