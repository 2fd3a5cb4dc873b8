package dev.coexistence.ingest;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.HttpSchemaRegistry;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.UnreadableRecord;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what stands on topics, from their beginning or a moment on to their present end. */
public final class TopicReader {
    private final String bootstrapServers;
    private final EventSerde serde;
    private final Map<TopicPartition, Long> begins = new HashMap<>();

    /** A reader of what comes after now, without what other tests have left. */
    public static TopicReader fromNow(String bootstrapServers, String registryUrl) {
        var reader = new TopicReader(bootstrapServers, registryUrl);
        try (var consumer = reader.consumer()) {
            for (Topic<?> topic : Topics.ALL) {
                reader.begins.putAll(consumer.endOffsets(partitions(consumer, topic)));
            }
        }
        return reader;
    }

    public TopicReader(String bootstrapServers, String registryUrl) {
        this.bootstrapServers = bootstrapServers;
        this.serde =
                new EventSerde(
                        new HttpSchemaRegistry(URI.create(registryUrl), Duration.ofSeconds(10)));
    }

    public List<ConsumerRecord<String, byte[]>> records(Topic<?> topic) {
        try (var consumer = consumer()) {
            var partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            partitions.forEach(at -> consumer.seek(at, begins.getOrDefault(at, 0L)));
            var ends = consumer.endOffsets(partitions);
            var found = new ArrayList<ConsumerRecord<String, byte[]>>();
            while (partitions.stream()
                    .anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            return found;
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, Topic<?> topic) {
        return consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(topic.name(), info.partition()))
                .toList();
    }

    public <T extends SpecificRecord> List<T> events(Topic<T> topic, Predicate<T> wanted) {
        var events = new ArrayList<T>();
        for (var record : records(topic)) {
            try {
                T event = serde.read(topic, record);
                if (wanted.test(event)) {
                    events.add(event);
                }
            } catch (UnreadableRecord e) {
                throw new AssertionError(e);
            }
        }
        return events;
    }
}
