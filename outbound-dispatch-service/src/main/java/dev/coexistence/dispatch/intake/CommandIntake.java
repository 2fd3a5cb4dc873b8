package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.ownership.OwnershipLost;
import dev.coexistence.dispatch.queue.PartitionTakeover.Takeover;
import dev.coexistence.kafka.Outages;
import dev.coexistence.kafka.Standstill;
import dev.coexistence.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads commands at full speed, whatever the pace of sending, and thereby owns partitions: what the
 * consumer group assigns is taken over with a new epoch before a record of it is read. The offset
 * is kept in the database, in the transaction of what was read. One thread; an outage pauses it.
 */
public final class CommandIntake implements ConsumerRebalanceListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CommandIntake.class);
    private static final Duration POLL = Duration.ofMillis(50);

    /** After the brokers have refused, for which reason ever. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final String TOPIC = Topics.SEND_COMMANDS.name();

    private final Consumer<String, byte[]> consumer;
    private final CommandHandler handler;
    private final CommandPromotion promotion;
    private final PartitionAssignments assignments;
    private final EvidenceIntake evidence;
    private final Ownership ownership;
    private final Standstill standstill;
    private final Thread thread;
    private final Set<Integer> toTake = new HashSet<>();
    private List<ConsumerRecord<String, byte[]>> unhandled = List.of();
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    public CommandIntake(
            Consumer<String, byte[]> consumer,
            CommandHandler handler,
            CommandPromotion promotion,
            PartitionAssignments assignments,
            EvidenceIntake evidence,
            Ownership ownership,
            Standstill standstill) {
        this.consumer = consumer;
        this.handler = handler;
        this.promotion = promotion;
        this.assignments = assignments;
        this.evidence = evidence;
        this.ownership = ownership;
        this.standstill = standstill;
        this.thread = Thread.ofPlatform().name("dispatch-intake").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Failure that ended it; null where none did. */
    public @Nullable Throwable failure() {
        return failure;
    }

    private void run() {
        try {
            consumer.subscribe(List.of(TOPIC), this);
            while (!closed) {
                turnOrWait();
            }
        } catch (RuntimeException e) {
            failure = e;
            log.atError().setCause(e).log("Intake of commands ended");
        } finally {
            end();
        }
    }

    private void turnOrWait() {
        try {
            turn();
        } catch (WakeupException e) {
            // It is to close.
        } catch (FencedInstanceIdException e) {
            // Another process goes by this one's name: this one cannot come back by itself.
            throw e;
        } catch (RuntimeException e) {
            if (!Outages.isOutage(e)) {
                throw e;
            }
            standstill.repeats(null, e);
            LockSupport.parkNanos(this, PAUSE.toNanos());
        }
    }

    private void turn() {
        boolean worked =
                patiently(() -> {
                    takePending();
                    handle();
                    promotion.promote();
                });
        flow();
        var polled = new ArrayList<ConsumerRecord<String, byte[]>>();
        consumer.poll(POLL).forEach(polled::add);
        if (!polled.isEmpty()) {
            unhandled = polled;
            worked = patiently(this::handle);
        }
        if (worked) {
            standstill.passed();
        }
    }

    /**
     * Runs work and tries again after a failure, which is no record's fault, as those are parked.
     */
    private boolean patiently(Runnable work) {
        try {
            work.run();
            return true;
        } catch (OwnershipLost e) {
            e.partitions().forEach(this::drop);
            return true;
        } catch (WakeupException e) {
            throw e;
        } catch (RuntimeException e) {
            standstill.repeats(unhandled.isEmpty() ? null : unhandled.getFirst(), e);
            return false;
        }
    }

    /** Handles what was read; what belongs to partitions that are gone meanwhile is dropped. */
    private void handle() {
        unhandled =
                unhandled.stream().filter(record -> ownership.owns(record.partition())).toList();
        if (!unhandled.isEmpty()) {
            handler.handle(unhandled, consumer.partitionsFor(TOPIC).size());
        }
        unhandled = List.of();
    }

    /** Reads on where everything that was read is stored and the partition is taken over. */
    private void flow() {
        Set<TopicPartition> assigned = consumer.assignment();
        if (unhandled.isEmpty()) {
            consumer.resume(
                    assigned.stream().filter(one -> ownership.owns(one.partition())).toList());
        } else {
            consumer.pause(assigned);
        }
    }

    private void takePending() {
        for (int partition : List.copyOf(toTake)) {
            Takeover takeover = assignments.take(partition);
            var here = new TopicPartition(TOPIC, partition);
            Long offset = takeover.offsets().get(TOPIC);
            if (offset == null) {
                consumer.seekToBeginning(List.of(here));
            } else {
                consumer.seek(here, offset);
            }
            evidence.read(partition, takeover.offsets());
            toTake.remove(partition);
        }
    }

    private void drop(int partition) {
        evidence.leave(List.of(partition));
        assignments.drop(partition);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        consumer.pause(assigned);
        assigned.forEach(one -> toTake.add(one.partition()));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        List<Integer> partitions = revoked.stream().map(TopicPartition::partition).toList();
        toTake.removeAll(new HashSet<>(partitions));
        evidence.leave(partitions);
        assignments.giveBack(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        for (TopicPartition one : lost) {
            toTake.remove(one.partition());
            drop(one.partition());
        }
    }

    private void end() {
        try {
            // Leaving the group lets others take over at once; one that dies is waited for.
            consumer.close(
                    CloseOptions.groupMembershipOperation(
                            CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("Consumer not closed cleanly");
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Objects.requireNonNull(thread);
    }
}
