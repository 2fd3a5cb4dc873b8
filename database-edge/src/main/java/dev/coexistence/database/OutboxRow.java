package dev.coexistence.database;

import dev.coexistence.kafka.Traces;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record that waits in an outbox, with the bytes that will stand on its topic.
 *
 * @param id its place in the order
 * @param partition null where its key decides
 * @param traceparent the trace of the command that it belongs to
 */
public record OutboxRow(
        long id,
        String topic,
        @Nullable Integer partition,
        String key,
        byte[] payload,
        @Nullable String traceparent) {

    ProducerRecord<String, byte[]> toRecord() {
        var record = new ProducerRecord<>(topic, partition, key, payload);
        for (Header header : Traces.headers(traceparent)) {
            record.headers().add(header);
        }
        return record;
    }
}
