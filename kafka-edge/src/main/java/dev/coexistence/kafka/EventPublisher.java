package dev.coexistence.kafka;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topic;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;

/**
 * Publisher of events by the service's bound producer, acknowledged by all in-sync replicas and
 * without duplicates of the producer's own. Thread-safe.
 */
public final class EventPublisher {
    private final Supplier<? extends Producer<String, byte[]>> producer;
    private final EventSerde serde;

    EventPublisher(Supplier<? extends Producer<String, byte[]>> producer, EventSerde serde) {
        this.producer = producer;
        this.serde = serde;
    }

    EventPublisher(Producer<String, byte[]> producer, EventSerde serde) {
        this(() -> producer, serde);
    }

    /**
     * Publishes one event under its key. Events of one key that are published one after another
     * keep that order. May block while the registry is asked for a new schema or the producer's
     * buffer is full.
     *
     * @return completes when the broker has acknowledged, exceptionally where it has not within the
     *     delivery timeout; then the event may or may not stand on the topic
     */
    public <T extends SpecificRecord> CompletableFuture<RecordMetadata> publish(
            Topic<T> topic, String key, T event, Header... headers) {
        byte[] value;
        try {
            value = serde.write(topic, event);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        var record = new ProducerRecord<>(topic.name(), null, key, value);
        for (Header header : headers) {
            record.headers().add(header);
        }
        return send(record);
    }

    /** Publishes bytes as they are, with the same promises as {@link #publish}. */
    public CompletableFuture<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        var acknowledged = new CompletableFuture<RecordMetadata>();
        try {
            var unused =
                    producer.get()
                            .send(
                                    record,
                                    (metadata, failure) -> {
                                        if (failure == null) {
                                            acknowledged.complete(metadata);
                                        } else {
                                            acknowledged.completeExceptionally(failure);
                                        }
                                    });
        } catch (RuntimeException e) {
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }
}
