package dev.coexistence.ingest;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.HttpSchemaRegistry;
import dev.coexistence.schemas.RawWebhookHeaders;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to topics past the service, and waits for the broker. */
public final class TopicWriter implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;
    private final EventSerde serde;

    public TopicWriter(String bootstrapServers, String registryUrl) {
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                Topics.DEAD_LETTERS.maxMessageBytes()),
                        new StringSerializer(),
                        new ByteArraySerializer());
        this.serde =
                new EventSerde(
                        new HttpSchemaRegistry(URI.create(registryUrl), Duration.ofSeconds(10)));
    }

    public RecordMetadata send(ProducerRecord<String, byte[]> record) throws Exception {
        return producer.send(record).get();
    }

    public RecordMetadata webhook(String key, byte[] body) throws Exception {
        var record = new ProducerRecord<>(Topics.WEBHOOKS.name(), null, key, body);
        record.headers()
                .add(
                        RawWebhookHeaders.RECEIVED_AT,
                        String.valueOf(Instant.now().toEpochMilli())
                                .getBytes(StandardCharsets.UTF_8));
        return send(record);
    }

    /** A raw record without a value. */
    public RecordMetadata emptyWebhook(String key) throws Exception {
        return send(new ProducerRecord<>(Topics.WEBHOOKS.name(), key, null));
    }

    public <T extends SpecificRecord> RecordMetadata event(Topic<T> topic, String key, T event)
            throws Exception {
        return send(new ProducerRecord<>(topic.name(), key, serde.write(topic, event)));
    }

    @Override
    public void close() {
        producer.close();
    }
}
