package dev.coexistence.ingest.operate;

import dev.coexistence.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Scanner of a topic's records, in no consumer group: it commits nothing and disturbs nobody. */
final class TopicScanner {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Supplier<Consumer<String, byte[]>> consumers;

    /** Receiver of records, in the order of their partition; partitions come mixed. */
    @FunctionalInterface
    interface Reader {
        void read(ConsumerRecord<String, byte[]> record);
    }

    /** Offsets of one partition, the last one not included. */
    record Stretch(long from, long to) {}

    TopicScanner(Supplier<Consumer<String, byte[]>> consumers) {
        this.consumers = consumers;
    }

    /** The record that stands there; none where it is not there (any more). */
    Optional<ConsumerRecord<String, byte[]>> find(Topic<?> topic, int partition, long offset) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>(1);
        try (var consumer = consumers.get()) {
            var at = new TopicPartition(topic.name(), partition);
            if (!partitions(topic, consumer).contains(at)) {
                return Optional.empty();
            }
            read(consumer, Map.of(at, new Stretch(offset, offset + 1)), found::add);
        }
        return found.stream().filter(record -> record.offset() == offset).findFirst();
    }

    /** Reads everything that stands on the topic now. */
    void scanAll(Topic<?> topic, Reader reader) {
        scanSince(topic, Instant.EPOCH, reader);
    }

    /** Reads the records that were written since then, up to the last one of now. */
    void scanSince(Topic<?> topic, Instant from, Reader reader) {
        try (var consumer = consumers.get()) {
            var partitions = partitions(topic, consumer);
            read(consumer, stretches(partitions, from, null, consumer), reader);
        }
    }

    /** Reads the records of the span, up to the last one of now. */
    void scanSpan(Topic<?> topic, ReplaySpan span, Reader reader) {
        try (var consumer = consumers.get()) {
            var partitions = partitions(topic, consumer);
            var stretches =
                    switch (span) {
                        case ReplaySpan.OfTime(var from, var to) ->
                                stretches(partitions, from, to, consumer);
                        case ReplaySpan.OfOffsets(int partition, long from, long to) ->
                                Map.of(
                                        new TopicPartition(topic.name(), partition),
                                        new Stretch(from, to));
                    };
            stretches.keySet().stream()
                    .filter(at -> !partitions.contains(at))
                    .findFirst()
                    .ifPresent(at -> {
                        throw new IllegalArgumentException("There is no partition " + at);
                    });
            read(consumer, stretches, reader);
        }
    }

    private static List<TopicPartition> partitions(
            Topic<?> topic, Consumer<String, byte[]> consumer) {
        return consumer.partitionsFor(topic.name(), PATIENCE).stream()
                .map(info -> new TopicPartition(topic.name(), info.partition()))
                .toList();
    }

    private static Map<TopicPartition, Stretch> stretches(
            List<TopicPartition> partitions,
            Instant from,
            @Nullable Instant to,
            Consumer<String, byte[]> consumer) {
        var ends = consumer.endOffsets(partitions, PATIENCE);
        var first = offsets(partitions, from, consumer);
        var last = to == null ? Map.<TopicPartition, Long>of() : offsets(partitions, to, consumer);
        var stretches = new HashMap<TopicPartition, Stretch>();
        for (var at : partitions) {
            long end = ends.getOrDefault(at, 0L);
            stretches.put(at, new Stretch(first.getOrDefault(at, end), last.getOrDefault(at, end)));
        }
        return stretches;
    }

    private static Map<TopicPartition, Long> offsets(
            List<TopicPartition> partitions, Instant time, Consumer<String, byte[]> consumer) {
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(at -> times.put(at, time.toEpochMilli()));
        var offsets = new HashMap<TopicPartition, Long>();
        consumer.offsetsForTimes(times, PATIENCE)
                .forEach((at, found) -> {
                    OffsetAndTimestamp offset = found;
                    if (offset != null) {
                        offsets.put(at, offset.offset());
                    }
                });
        return offsets;
    }

    private static void read(
            Consumer<String, byte[]> consumer,
            Map<TopicPartition, Stretch> stretches,
            Reader reader) {
        var begins = consumer.beginningOffsets(stretches.keySet(), PATIENCE);
        var ends = consumer.endOffsets(stretches.keySet(), PATIENCE);
        var open = new HashMap<TopicPartition, Long>();
        stretches.forEach((at, stretch) -> {
            long from = Math.max(stretch.from(), begins.getOrDefault(at, 0L));
            long to = Math.min(stretch.to(), ends.getOrDefault(at, 0L));
            if (from < to) {
                open.put(at, to);
            }
        });
        consumer.assign(open.keySet());
        open.keySet()
                .forEach(at -> {
                    var stretch = stretches.getOrDefault(at, new Stretch(0, 0));
                    consumer.seek(at, Math.max(stretch.from(), begins.getOrDefault(at, 0L)));
                });
        int idle = 0;
        while (!open.isEmpty()) {
            var records = consumer.poll(POLL);
            for (var record : records) {
                var at = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < open.getOrDefault(at, 0L)) {
                    reader.read(record);
                }
            }
            var done =
                    open.entrySet().stream()
                            .filter(to -> consumer.position(to.getKey(), PATIENCE) >= to.getValue())
                            .map(Map.Entry::getKey)
                            .toList();
            done.forEach(open::remove);
            consumer.pause(done);
            idle = records.isEmpty() && done.isEmpty() ? idle + 1 : 0;
            if (idle > PATIENCE.toMillis() / POLL.toMillis()) {
                throw new TimeoutException("The broker sends no more of " + open.keySet());
            }
        }
    }
}
