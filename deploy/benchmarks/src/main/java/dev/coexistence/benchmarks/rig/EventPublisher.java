package dev.coexistence.benchmarks.rig;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topic;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes events as the services do: batched, compressed, acknowledged by all. */
public final class EventPublisher implements AutoCloseable {
    private final EventSerde serde;
    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();

    public EventPublisher(BenchmarkRig rig) {
        this.serde = rig.serde();
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                rig.bootstrapServers(),
                                "acks",
                                "all",
                                "linger.ms",
                                "5",
                                "batch.size",
                                "131072",
                                "compression.type",
                                "gzip",
                                "compression.gzip.level",
                                "1"),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    public <T extends SpecificRecord> void write(Topic<T> topic, String key, T event) {
        var _ =
                producer.send(
                        new ProducerRecord<>(topic.name(), key, serde.write(topic, event)),
                        (_, failure) -> {
                            if (failure != null) {
                                failed.set(failure);
                            }
                        });
    }

    /** Returns when the broker has everything written so far. */
    public void flush() {
        producer.flush();
        Exception failure = failed.get();
        if (failure != null) {
            throw new IllegalStateException("An event could not be written", failure);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
