package dev.coexistence.local.story.client;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.HttpSchemaRegistry;
import dev.coexistence.schemas.Topic;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka as an upstream system uses it: Avro events in, Avro events out. */
public final class EventLog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EventSerde serde;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Admin admin;

    public EventLog(RunningSystem system) {
        serde =
                new EventSerde(
                        new HttpSchemaRegistry(
                                URI.create(system.registryUrl()), Duration.ofSeconds(10)));
        var kafka = system.kafka();
        producer =
                new KafkaProducer<>(
                        with(
                                kafka.sender(),
                                Map.of(
                                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                        kafka.bootstrapServers(),
                                        ProducerConfig.ACKS_CONFIG,
                                        "all",
                                        ProducerConfig.LINGER_MS_CONFIG,
                                        5)),
                        new StringSerializer(),
                        new ByteArraySerializer());
        consumer =
                new KafkaConsumer<>(
                        with(
                                kafka.watcher(),
                                Map.of(
                                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                        kafka.bootstrapServers(),
                                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                        false)),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        admin =
                Admin.create(
                        with(
                                kafka.watcher(),
                                Map.of(
                                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                        kafka.bootstrapServers())));
    }

    private static Map<String, Object> with(Map<String, String> way, Map<String, Object> own) {
        var all = new HashMap<String, Object>(way);
        all.putAll(own);
        return all;
    }

    /** Puts events on the topic, all at once, and returns when the broker has them. */
    public <T extends SpecificRecord> void publish(Topic<T> topic, String key, List<T> events) {
        List<Future<RecordMetadata>> sent =
                events.stream()
                        .map(event ->
                                producer.send(
                                        new ProducerRecord<>(
                                                topic.name(), key, serde.write(topic, event))))
                        .toList();
        for (var one : sent) {
            try {
                one.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("Kafka took no event of " + topic.name(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while publishing", e);
            }
        }
    }

    /** End offsets of the topic. */
    public Map<TopicPartition, Long> end(Topic<?> topic) {
        return consumer.endOffsets(partitions(topic));
    }

    /** Everything on the topic after that point and up to now. */
    public List<ConsumerRecord<String, byte[]>> recordsSince(
            Topic<?> topic, Map<TopicPartition, Long> start) {
        Map<TopicPartition, Long> end = end(topic);
        consumer.assign(end.keySet());
        start.forEach(consumer::seek);
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        while (end.entrySet().stream()
                .anyMatch(last -> consumer.position(last.getKey()) < last.getValue())) {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
    }

    /** The same as events. */
    public <T extends SpecificRecord> List<T> eventsSince(
            Topic<T> topic, Map<TopicPartition, Long> start) {
        return recordsSince(topic, start).stream().map(record -> read(topic, record)).toList();
    }

    /** Tells whether that consumer group has committed all that stands on the topics now. */
    public boolean hasRead(String group, List<Topic<?>> topics) {
        try {
            var committed =
                    admin.listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return topics.stream()
                    .flatMap(topic -> end(topic).entrySet().stream())
                    .allMatch(end -> {
                        var read = committed.get(end.getKey());
                        return end.getValue() <= (read == null ? 0 : read.offset());
                    });
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not say what " + group + " has read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking", e);
        }
    }

    private <T extends SpecificRecord> T read(
            Topic<T> topic, ConsumerRecord<String, byte[]> record) {
        try {
            return serde.read(topic, record);
        } catch (dev.coexistence.schemas.UnreadableRecord e) {
            throw new IllegalStateException("Unreadable: " + e.getMessage(), e);
        }
    }

    private List<TopicPartition> partitions(Topic<?> topic) {
        return consumer.partitionsFor(topic.name()).stream().map(EventLog::partition).toList();
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        consumer.close();
        admin.close(Duration.ofSeconds(5));
    }
}
