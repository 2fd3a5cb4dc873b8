package dev.coexistence.kafka.client;

import dev.coexistence.schemas.CutRecord;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes. Of a record that is larger than any of ours, as only a compressed one can be, it
 * keeps the beginning and marks the record as cut, so that it costs no memory while it is parked.
 */
final class BoundedValues implements Deserializer<byte[]> {
    /** Largest record that a service publishes. */
    static final int LARGEST = KafkaClients.MAX_REQUEST_BYTES;

    private static final int KEPT = 64 * 1024;
    private static final int ROOM_FOR_THE_REST = 1024;

    @Override
    public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
        return data;
    }

    @Override
    public byte @Nullable [] deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        int size = data == null ? 0 : data.remaining();
        long ofTheKey = CutRecord.from(headers).orElse(0);
        headers.remove(CutRecord.HEADER);
        long all = size + detach(headers) + ofTheKey;
        boolean cut = all > LARGEST || ofTheKey > 0;
        PollRoom.take((cut ? KEPT : size) + ROOM_FOR_THE_REST);
        if (cut) {
            drop(headers);
            CutRecord.mark(headers, all);
        }
        if (data == null) {
            return null;
        }
        byte[] kept = new byte[cut ? Math.min(size, KEPT) : size];
        data.duplicate().get(kept);
        return kept;
    }

    /** Has each header copy its bytes, as it would else keep the whole record in memory. */
    private static long detach(Headers headers) {
        long bytes = 0;
        for (Header header : headers) {
            byte @Nullable [] value = header.value();
            bytes += header.key().length() + (value == null ? 0L : value.length);
        }
        return bytes;
    }

    private static void drop(Headers headers) {
        for (Header header : headers.toArray()) {
            headers.remove(header.key());
        }
    }
}
