package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Ids of events: a hash of an item's identity (SHA-256, the first 16 bytes in hexadecimal), so that
 * a redelivery and a replay get the same id. A placeholder and the message that replaces it share a
 * wamid and differ here.
 */
final class EventIds {
    private static final int BYTES = 16;
    private static final byte SEPARATOR = 0x1F;

    private EventIds() {}

    static String hash(@Nullable String... parts) {
        var digest = Sha256.digest();
        for (String part : parts) {
            digest.update(part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8));
            digest.update(SEPARATOR);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }
}
