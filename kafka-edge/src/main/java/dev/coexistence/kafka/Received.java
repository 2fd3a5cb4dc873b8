package dev.coexistence.kafka;

import dev.coexistence.schemas.Topic;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;

/**
 * An event as it came from its topic.
 *
 * @param key the record's key, empty where it had none
 * @param timestamp the record's own time
 */
public record Received<T extends SpecificRecord>(
        Topic<T> topic,
        String key,
        T value,
        int partition,
        long offset,
        Instant timestamp,
        Headers headers) {

    /** The trace that it belongs to, where it came with one. */
    public Optional<String> traceparent() {
        return Traces.of(headers);
    }
}
