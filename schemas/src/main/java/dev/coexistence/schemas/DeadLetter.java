package dev.coexistence.schemas;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Dead letter: bytes that a service could not read or handle, with their place and the reason. The
 * record's value is the bytes, its key the original key; of what is too large for the topic the
 * first part, with the whole size in a header.
 *
 * @param service the service that gave up
 * @param topic topic on which the bytes stood
 * @param reason one word of a small set, for counting and for re-driving all of a kind
 * @param detail a sentence for people; carries no content of the record
 * @param pointer RFC 6901 pointer of the item within the record's body, where only a part of it is
 *     meant
 * @param cutFrom bytes of key and value before they were cut; null where they are whole
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
        byte @Nullable [] value,
        @Nullable Long cutFrom) {
    public static final String SERVICE = "dead-letter-service";
    public static final String TOPIC = "dead-letter-topic";
    public static final String PARTITION = "dead-letter-partition";
    public static final String OFFSET = "dead-letter-offset";
    public static final String REASON = "dead-letter-reason";
    public static final String DETAIL = "dead-letter-detail";
    public static final String POINTER = "dead-letter-pointer";
    public static final String AT = "dead-letter-at";

    /** {@code true} where key or value are only the first part; no header where they are whole. */
    public static final String CUT = "dead-letter-cut";

    /** Bytes of key and value before the cut. */
    public static final String ORIGINAL_SIZE = "dead-letter-original-size";

    private static final int KEY_KEPT = 256;

    /** Reason for bytes that are no event of their topic. */
    public static final String UNREADABLE = "UNREADABLE";

    /**
     * Reason for an event that its consumer could not handle although everything around it worked.
     */
    public static final String UNHANDLED = "UNHANDLED";

    /** A dead letter with its bytes whole. */
    public DeadLetter(
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
        this(service, topic, partition, offset, reason, detail, pointer, at, key, value, null);
    }

    /** A dead letter of a record as it was consumed. */
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
                record.value(),
                orNull(CutRecord.from(record.headers())));
    }

    /**
     * The same with at most so many bytes of the value, and of an overlong key the beginning; says
     * how large they were.
     *
     * @param most bytes of the value to keep, 0 for none
     */
    public DeadLetter cut(int most) {
        byte @Nullable [] kept = value;
        if (value != null && value.length > most) {
            kept = most == 0 ? null : Arrays.copyOf(value, most);
        }
        String start = key == null || key.length() <= KEY_KEPT ? key : key.substring(0, KEY_KEPT);
        return new DeadLetter(
                service,
                topic,
                partition,
                offset,
                reason,
                detail,
                pointer,
                at,
                start,
                kept,
                cutFrom == null ? size() : cutFrom);
    }

    private long size() {
        return (value == null ? 0L : value.length)
                + (key == null ? 0L : key.getBytes(StandardCharsets.UTF_8).length);
    }

    private static @Nullable Long orNull(OptionalLong size) {
        return size.isPresent() ? size.getAsLong() : null;
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
        if (cutFrom != null) {
            put(headers, CUT, "true");
            put(headers, ORIGINAL_SIZE, String.valueOf(cutFrom));
        }
        return new ProducerRecord<>(Topics.DEAD_LETTERS.name(), null, key, value, headers);
    }

    /**
     * @throws IllegalArgumentException where a header is missing or no number
     */
    public static DeadLetter from(ConsumerRecord<String, byte[]> record) {
        var headers = record.headers();
        String originalSize = get(headers, ORIGINAL_SIZE);
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
                record.value(),
                originalSize == null ? null : Long.valueOf(originalSize));
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
