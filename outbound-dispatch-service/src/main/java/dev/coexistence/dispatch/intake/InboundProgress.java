package dev.coexistence.dispatch.intake;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Knows how far inbound traffic was read. An empty poll says nothing, as it is empty too while the
 * brokers are away; so they are asked where the topics end, and whoever has read until there knows
 * everything that stood there when the question was put. One thread.
 */
public final class InboundProgress {
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Age up to which inbound traffic before a takeover says something about the pace after it. */
    private static final Duration RECENT = Duration.ofSeconds(10);

    private final InstantSource time;
    private final LongSupplier ticker;
    private final Listener listener;
    private final Set<TopicPartition> unplaced = new HashSet<>();
    private long lookAt;

    /** Hears of which partitions everything was read that stood there at a time, monotonic. */
    @FunctionalInterface
    public interface Listener {
        void inboundKnown(Set<Integer> partitions, long until);
    }

    public InboundProgress(InstantSource time, LongSupplier ticker, Listener listener) {
        this.time = time;
        this.ticker = ticker;
        this.listener = listener;
        this.lookAt = ticker.getAsLong();
    }

    /** These begin with what came in lately. */
    void begin(Collection<TopicPartition> partitions) {
        unplaced.addAll(partitions);
    }

    /**
     * Finds the beginning of those that have none yet; to be called before a poll.
     *
     * @param assigned what is read at present
     * @throws TimeoutException where the brokers do not answer: then nothing may be polled
     */
    void place(Consumer<?, ?> consumer, Set<TopicPartition> assigned) {
        unplaced.retainAll(assigned);
        if (unplaced.isEmpty()) {
            return;
        }
        long since = time.instant().minus(RECENT).toEpochMilli();
        Map<TopicPartition, Long> wanted = new HashMap<>();
        unplaced.forEach(partition -> wanted.put(partition, since));
        var found = consumer.offsetsForTimes(wanted, PATIENCE);
        for (TopicPartition partition : wanted.keySet()) {
            var first = found.get(partition);
            if (first == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, first.offset());
            }
        }
        unplaced.clear();
    }

    /**
     * Looks how far these were read, now and then; to be called where everything polled was
     * handled.
     */
    void look(Consumer<?, ?> consumer, Collection<TopicPartition> counted) {
        long now = ticker.getAsLong();
        if (now - lookAt < 0 || counted.isEmpty()) {
            return;
        }
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(counted, PATIENCE);
            Set<Integer> known = new HashSet<>();
            Set<Integer> behind = new HashSet<>();
            for (TopicPartition partition : counted) {
                Long end = ends.get(partition);
                boolean read = end != null && consumer.position(partition, PATIENCE) >= end;
                (read ? known : behind).add(partition.partition());
            }
            known.removeAll(behind);
            listener.inboundKnown(known, now);
        } catch (TimeoutException e) {
            // Nobody tells: what is known is as old as before.
        }
        lookAt = ticker.getAsLong() + EVERY.toNanos();
    }
}
