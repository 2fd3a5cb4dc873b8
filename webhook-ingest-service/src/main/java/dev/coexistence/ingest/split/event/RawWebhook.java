package dev.coexistence.ingest.split.event;

import dev.coexistence.schemas.CutRecord;
import dev.coexistence.schemas.RawWebhookHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Record of {@code whatsapp.webhooks}: a body as it was received, with its partition and offset.
 *
 * @param cutFrom bytes of the record, where the body is only its beginning; null where it is whole
 */
public record RawWebhook(
        int partition,
        long offset,
        @Nullable String key,
        Instant receivedAt,
        byte[] body,
        @Nullable Long cutFrom) {

    /** A whole body. */
    public RawWebhook(
            int partition, long offset, @Nullable String key, Instant receivedAt, byte[] body) {
        this(partition, offset, key, receivedAt, body, null);
    }

    public static RawWebhook from(ConsumerRecord<String, byte[]> record) {
        byte[] value = record.value();
        var cutFrom = CutRecord.from(record.headers());
        return new RawWebhook(
                record.partition(),
                record.offset(),
                record.key(),
                receivedAt(record),
                value == null ? new byte[0] : value,
                cutFrom.isPresent() ? cutFrom.getAsLong() : null);
    }

    private static Instant receivedAt(ConsumerRecord<String, byte[]> record) {
        var header = record.headers().lastHeader(RawWebhookHeaders.RECEIVED_AT);
        if (header != null && header.value() != null) {
            try {
                return Instant.ofEpochMilli(
                        Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII)));
            } catch (NumberFormatException _) {
                return Instant.ofEpochMilli(record.timestamp());
            }
        }
        return Instant.ofEpochMilli(record.timestamp());
    }
}
