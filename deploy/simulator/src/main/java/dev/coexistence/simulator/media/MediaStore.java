package dev.coexistence.simulator.media;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files sent and received; ids die as Meta's do, and the oldest make room. */
final class MediaStore {
    private static final long MOST_BYTES = 64L << 20;
    static final Duration UPLOADED_LIFE = Duration.ofDays(30);
    static final Duration RECEIVED_LIFE = Duration.ofDays(7);
    private static final Duration URL_LIFE = Duration.ofMinutes(5);

    /** One file. */
    record Item(
            String id,
            String wabaId,
            String mimeType,
            byte[] bytes,
            String sha256,
            Instant dies,
            Instant urlDies) {}

    private final Map<String, Item> items = new LinkedHashMap<>();
    private final InstantSource clock;
    private final long origin;
    private long held;
    private long next = 1;

    MediaStore(InstantSource clock, long origin) {
        this.clock = clock;
        this.origin = origin;
    }

    synchronized Item add(String wabaId, String mimeType, byte[] bytes, Duration life) {
        String id = "5" + origin + String.format("%05d", next++);
        Instant now = clock.instant();
        Item item =
                new Item(
                        id,
                        wabaId,
                        mimeType,
                        bytes,
                        sha256(bytes),
                        now.plus(life),
                        now.plus(URL_LIFE));
        items.put(id, item);
        held += bytes.length;
        Iterator<Item> oldest = items.values().iterator();
        while (held > MOST_BYTES && oldest.hasNext()) {
            held -= oldest.next().bytes().length;
            oldest.remove();
        }
        return item;
    }

    /** The item with a fresh link; null when it is unknown or dead. */
    synchronized @Nullable Item fresh(String id) {
        Item item = items.get(id);
        Instant now = clock.instant();
        if (item == null || now.isAfter(item.dies())) {
            return null;
        }
        Item again =
                new Item(
                        item.id(),
                        item.wabaId(),
                        item.mimeType(),
                        item.bytes(),
                        item.sha256(),
                        item.dies(),
                        now.plus(URL_LIFE));
        items.put(id, again);
        return again;
    }

    /** The item behind a link; null when the link has died. */
    synchronized @Nullable Item download(String id) {
        Item item = items.get(id);
        return item == null || clock.instant().isAfter(item.urlDies()) ? null : item;
    }

    synchronized boolean remove(String id) {
        Item item = items.remove(id);
        if (item != null) {
            held -= item.bytes().length;
        }
        return item != null;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
