package dev.coexistence.schemas;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;

/**
 * Mark of a consumed record of which only a first part was kept, since the whole is larger than any
 * event. The consumer that cuts sets it, on the record in memory.
 */
public final class CutRecord {
    /** Bytes of key and value before the cut, in decimal digits. */
    public static final String HEADER = "record-cut-from";

    private CutRecord() {}

    /**
     * @param bytes size of key and value before the cut
     */
    public static void mark(Headers headers, long bytes) {
        headers.remove(HEADER);
        headers.add(HEADER, String.valueOf(bytes).getBytes(StandardCharsets.US_ASCII));
    }

    /** Size in bytes before the cut; empty where the record is whole. */
    public static OptionalLong from(Headers headers) {
        var header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII)));
        } catch (NumberFormatException _) {
            // Somebody else's header of that name.
            return OptionalLong.empty();
        }
    }
}
