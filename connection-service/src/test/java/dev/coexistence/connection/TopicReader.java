package dev.coexistence.connection;

import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.HttpSchemaRegistry;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.UnreadableRecord;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning, as any outsider would. */
final class TopicReader implements AutoCloseable {
    private final KafkaConsumer<String, byte[]> consumer;
    private final EventSerde serde;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    TopicReader(Topic<?> topic) {
        var stack = LocalStack.shared();
        this.serde =
                new EventSerde(
                        new HttpSchemaRegistry(
                                URI.create(stack.registryUrl()), Duration.ofSeconds(5)));
        this.consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", stack.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        var partitions =
                consumer.partitionsFor(topic.name()).stream()
                        .map(info ->
                                new org.apache.kafka.common.TopicPartition(
                                        info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Everything that stands on the topic so far, with what was read before. */
    List<ConsumerRecord<String, byte[]>> records() {
        var polled = consumer.poll(Duration.ofMillis(200));
        polled.forEach(records::add);
        return List.copyOf(records);
    }

    /** The events of one key so far, in order. */
    <T extends SpecificRecord> List<T> events(Topic<T> topic, String key) {
        return records().stream()
                .filter(record -> key.equals(record.key()))
                .map(record -> read(topic, record))
                .toList();
    }

    private <T extends SpecificRecord> T read(
            Topic<T> topic, ConsumerRecord<String, byte[]> record) {
        try {
            return serde.read(topic, record);
        } catch (UnreadableRecord e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
