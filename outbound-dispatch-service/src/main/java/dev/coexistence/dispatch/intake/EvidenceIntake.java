package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.ownership.OwnershipLost;
import dev.coexistence.kafka.Outages;
import dev.coexistence.kafka.Standstill;
import dev.coexistence.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the other topics of the partitions that this instance owns: connections, statuses, account
 * events, inbound messages and echoes. Whoever owns a partition of the commands reads the same
 * partition of these. Offsets are kept in the database. One thread; an outage pauses it.
 */
public final class EvidenceIntake implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EvidenceIntake.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final List<String> FROM_THE_START =
            List.of(
                    Topics.CONNECTIONS.name(),
                    Topics.MESSAGE_STATUSES.name(),
                    Topics.ACCOUNT_EVENTS.name());
    private static final List<String> LATELY =
            List.of(Topics.INBOUND_MESSAGES.name(), Topics.ECHO_MESSAGES.name());

    /** A change of what is read; null offsets mean that the partition is left. */
    private record Change(int partition, @Nullable Map<String, Long> offsets) {}

    private final Consumer<String, byte[]> consumer;
    private final EvidenceHandler handler;
    private final InboundProgress progress;
    private final Standstill standstill;
    private final LinkedBlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Thread thread;
    private List<ConsumerRecord<String, byte[]>> unhandled = List.of();
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    public EvidenceIntake(
            Consumer<String, byte[]> consumer,
            EvidenceHandler handler,
            InboundProgress progress,
            Standstill standstill) {
        this.consumer = consumer;
        this.handler = handler;
        this.progress = progress;
        this.standstill = standstill;
        this.thread = Thread.ofPlatform().name("dispatch-evidence").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Failure that ended it; null where none did. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Reads a partition of every topic from these offsets on. */
    void read(int partition, Map<String, Long> offsets) {
        changes.add(new Change(partition, offsets));
        consumer.wakeup();
    }

    void leave(Collection<Integer> partitions) {
        partitions.forEach(partition -> changes.add(new Change(partition, null)));
        consumer.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                turn();
            }
        } catch (RuntimeException e) {
            failure = e;
            log.atError().setCause(e).log("Intake of evidence ended");
        } finally {
            consumer.close();
        }
    }

    private void turn() {
        try {
            reassign();
            if (assigned.isEmpty()) {
                standstill.passed();
                reassign(changes.poll(POLL.toMillis(), TimeUnit.MILLISECONDS));
                return;
            }
            progress.place(consumer, assigned);
            if (unhandled.isEmpty()) {
                consumer.resume(assigned);
            } else {
                consumer.pause(assigned);
            }
            var polled = new ArrayList<ConsumerRecord<String, byte[]>>();
            consumer.poll(POLL).forEach(polled::add);
            if (!polled.isEmpty()) {
                unhandled = polled;
            }
            handle();
            standstill.passed();
            progress.look(consumer, recent(assigned));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        } catch (WakeupException e) {
            // Something changed.
        } catch (OwnershipLost e) {
            e.partitions().forEach(partition -> changes.add(new Change(partition, null)));
        } catch (KafkaException e) {
            if (!Outages.isOutage(e)) {
                throw e;
            }
            standstill.repeats(first(), e);
            LockSupport.parkNanos(this, POLL.toNanos());
        } catch (RuntimeException e) {
            // Records that nobody can handle are parked: this is no record's fault, and passes.
            standstill.repeats(first(), e);
        }
    }

    private @Nullable ConsumerRecord<String, byte[]> first() {
        return unhandled.isEmpty() ? null : unhandled.getFirst();
    }

    private void handle() {
        unhandled =
                unhandled.stream()
                        .filter(record ->
                                assigned.contains(
                                        new TopicPartition(record.topic(), record.partition())))
                        .toList();
        if (!unhandled.isEmpty()) {
            handler.handle(unhandled);
        }
        unhandled = List.of();
    }

    private void reassign() {
        reassign(changes.poll());
    }

    private void reassign(@Nullable Change first) {
        if (first == null) {
            return;
        }
        Map<Integer, Map<String, Long>> starts = new HashMap<>();
        for (Change change = first; change != null; change = changes.poll()) {
            int partition = change.partition();
            assigned.removeIf(one -> one.partition() == partition);
            starts.remove(partition);
            if (change.offsets() != null) {
                starts.put(partition, change.offsets());
                FROM_THE_START.forEach(topic -> assigned.add(new TopicPartition(topic, partition)));
                LATELY.forEach(topic -> assigned.add(new TopicPartition(topic, partition)));
            }
        }
        consumer.assign(assigned);
        starts.forEach(this::seek);
    }

    private void seek(int partition, Map<String, Long> offsets) {
        for (String topic : FROM_THE_START) {
            var here = new TopicPartition(topic, partition);
            Long offset = offsets.get(topic);
            if (offset == null) {
                consumer.seekToBeginning(List.of(here));
            } else {
                consumer.seek(here, offset);
            }
        }
        progress.begin(LATELY.stream().map(topic -> new TopicPartition(topic, partition)).toList());
    }

    private static List<TopicPartition> recent(Set<TopicPartition> partitions) {
        return partitions.stream().filter(one -> LATELY.contains(one.topic())).toList();
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
