package dev.coexistence.schemas;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that could not be read or handled, with where they stood and why. The record's value is the
 * bytes, its key the original key.
 *
 * @param service the service that gave up
 * @param topic topic on which the bytes stood
 * @param reason one word of a small set, for counting and for re-driving all of a kind
 * @param detail a sentence for people; carries no content of the record
 * @param pointer RFC 6901 pointer of the item within the record's body, where only a part of it is
 *     meant
 */
public record DeadLetter(
        String service,
        String topic,
        int partition,
        long offset,
        String reason,
        String detail,
        @Nullable String pointer,
        Instant at,
        @Nullable String key,
        byte @Nullable [] value) {
    public static final String SERVICE = "dead-letter-service";
    public static final String TOPIC = "dead-letter-topic";
    public static final String PARTITION = "dead-letter-partition";
    public static final String OFFSET = "dead-letter-offset";
    public static final String REASON = "dead-letter-reason";
    public static final String DETAIL = "dead-letter-detail";
    public static final String POINTER = "dead-letter-pointer";
    public static final String AT = "dead-letter-at";

    /** Reason for bytes that are no event of their topic. */
    public static final String UNREADABLE = "UNREADABLE";

    /**
     * Reason for an event that its consumer could not handle although everything around it worked.
     */
    public static final String UNHANDLED = "UNHANDLED";

    /** A dead letter of a whole record as it was consumed. */
    public static DeadLetter of(
            String service,
            ConsumerRecord<String, byte[]> record,
            String reason,
            String detail,
            Instant at) {
        return new DeadLetter(
                service,
                record.topic(),
                record.partition(),
                record.offset(),
                reason,
                detail,
                null,
                at,
                record.key(),
                record.value());
    }

    public ProducerRecord<String, byte[]> toRecord() {
        var headers = new RecordHeaders();
        put(headers, SERVICE, service);
        put(headers, TOPIC, topic);
        put(headers, PARTITION, String.valueOf(partition));
        put(headers, OFFSET, String.valueOf(offset));
        put(headers, REASON, reason);
        put(headers, DETAIL, detail);
        if (pointer != null) {
            put(headers, POINTER, pointer);
        }
        put(headers, AT, String.valueOf(at.toEpochMilli()));
        return new ProducerRecord<>(Topics.DEAD_LETTERS.name(), null, key, value, headers);
    }

    /**
     * @throws IllegalArgumentException where a header is missing or no number
     */
    public static DeadLetter from(ConsumerRecord<String, byte[]> record) {
        var headers = record.headers();
        return new DeadLetter(
                need(headers, SERVICE),
                need(headers, TOPIC),
                Integer.parseInt(need(headers, PARTITION)),
                Long.parseLong(need(headers, OFFSET)),
                need(headers, REASON),
                need(headers, DETAIL),
                get(headers, POINTER),
                Instant.ofEpochMilli(Long.parseLong(need(headers, AT))),
                record.key(),
                record.value());
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String need(Headers headers, String name) {
        String value = get(headers, name);
        if (value == null) {
            throw new IllegalArgumentException("The dead letter lacks its header " + name);
        }
        return value;
    }

    private static @Nullable String get(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
