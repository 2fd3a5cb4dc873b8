package dev.coexistence.kafka.client;

import dev.coexistence.schemas.CutRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Keys as text. Of one that is no number's id for its length only the beginning is kept, and the
 * record marked as cut.
 */
final class BoundedKeys implements Deserializer<String> {
    private static final int LONGEST = 1024;

    @Override
    public @Nullable String deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : new String(data, StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable String deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        if (data == null) {
            return null;
        }
        if (data.remaining() > LONGEST) {
            CutRecord.mark(headers, data.remaining());
        }
        byte[] kept = new byte[Math.min(data.remaining(), LONGEST)];
        data.duplicate().get(kept);
        return new String(kept, StandardCharsets.UTF_8);
    }
}
