package dev.coexistence.ingest.receive;

import java.util.Arrays;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Gathers a body into one array, of the declared length where there is one: each byte is copied
 * once. For one request and one thread at a time.
 */
final class Gathering {
    private static final int FIRST_BYTES = 8 * 1024;

    private byte[] bytes;
    private int count;

    /**
     * @param length as the request declares it, within the limit; negative where it does not
     */
    Gathering(long length) {
        this.bytes = new byte[length < 0 ? FIRST_BYTES : Math.toIntExact(length)];
    }

    /**
     * Takes the part and lets go of its buffer.
     *
     * @throws DataBufferLimitException where the body is too large with it
     */
    Gathering add(DataBuffer part) {
        try {
            int more = part.readableByteCount();
            makeRoom(more);
            part.read(bytes, count, more);
            count += more;
            return this;
        } finally {
            DataBufferUtils.release(part);
        }
    }

    private void makeRoom(int more) {
        int needed = Math.addExact(count, more);
        if (needed > ReceiveSettings.MAX_BODY_BYTES) {
            throw new DataBufferLimitException("The body is larger than a webhook may be");
        }
        if (needed > bytes.length) {
            int doubled = Math.min(2 * bytes.length, ReceiveSettings.MAX_BODY_BYTES);
            bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
        }
    }

    byte[] bytes() {
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }
}
