package dev.coexistence.ingest.split;

import dev.coexistence.ingest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The identity of an event: a hash of what makes the item itself, so that a redelivery and a replay
 * come to the same. A placeholder and the message that replaces it share a wamid and differ here.
 */
final class EventIds {
    private static final int BYTES = 16;
    private static final byte SEPARATOR = 0x1F;

    private EventIds() {}

    static String of(@Nullable String... parts) {
        var digest = Sha256.digest();
        for (String part : parts) {
            digest.update(part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8));
            digest.update(SEPARATOR);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }
}
