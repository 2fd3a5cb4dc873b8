package dev.coexistence.ingest;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.HttpSchemaRegistry;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.UnreadableRecord;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
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

/** Reads what stands on topics, from their beginning to their present end. */
public final class TopicReader {
    private final String bootstrapServers;
    private final EventSerde serde;

    public TopicReader(String bootstrapServers, String registryUrl) {
        this.bootstrapServers = bootstrapServers;
        this.serde =
                new EventSerde(
                        new HttpSchemaRegistry(URI.create(registryUrl), Duration.ofSeconds(10)));
    }

    public List<ConsumerRecord<String, byte[]>> records(Topic<?> topic) {
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            var partitions =
                    consumer.partitionsFor(topic.name()).stream()
                            .map(info -> new TopicPartition(topic.name(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var found = new ArrayList<ConsumerRecord<String, byte[]>>();
            while (partitions.stream()
                    .anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            return found;
        }
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
