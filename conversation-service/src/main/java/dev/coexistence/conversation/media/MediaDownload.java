package dev.coexistence.conversation.media;

import dev.coexistence.conversation.media.FetchOutcome.Fetched;
import dev.coexistence.conversation.media.FetchOutcome.Lost;
import dev.coexistence.conversation.media.FetchOutcome.TryLater;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folder of incomplete media downloads: a folder beside those that are kept, as the system's
 * temporary folder may be smaller than one piece.
 */
final class MediaDownload {
    private static final Logger LOG = LoggerFactory.getLogger(MediaDownload.class);
    private static final int BUFFER = 64 * 1024;

    /** Left free beside what comes: a full disk would stop more than media. */
    private static final long SPARE_BYTES = 16L << 20;

    /** Age from which a partial file counts as left behind by a process that died. */
    private static final Duration STALE = Duration.ofHours(1);

    private final Path folder;
    private final long maxSize;
    private final Duration limit;
    private final InstantSource time;
    private final FreeSpace freeSpace;

    /** Tells how many bytes may be written to a folder. */
    @FunctionalInterface
    interface FreeSpace {
        long bytes(Path folder) throws IOException;
    }

    /**
     * @param limit how long a piece may take to come
     */
    MediaDownload(MediaSettings settings, Duration limit, InstantSource time, FreeSpace freeSpace) {
        this.folder = settings.folder().resolve("incoming");
        this.maxSize = settings.maxSize().toBytes();
        this.limit = limit;
        this.time = time;
        this.freeSpace = freeSpace;
    }

    MediaDownload(MediaSettings settings, Duration limit, InstantSource time) {
        this(settings, limit, time, path -> Files.getFileStore(path).getUsableSpace());
    }

    /**
     * Size and hash that Meta announces before the bytes come.
     *
     * @param size zero where it is not known
     * @param sha256 in hexadecimal, empty where it is not known
     */
    record Announced(String type, long size, String sha256) {}

    /** True where a piece of this size fits on the disk now. */
    boolean hasRoom(long size) throws IOException {
        Files.createDirectories(folder);
        return freeSpace.bytes(folder) >= size + SPARE_BYTES;
    }

    /** Takes the bytes to their end and holds them to the size and the hash that were announced. */
    FetchOutcome receive(InputStream in, Announced announced) {
        Path file;
        try {
            sweep();
            file = Files.createTempFile(folder, "media-", ".part");
        } catch (IOException e) {
            return storeFailure(e);
        }
        var late = CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS);
        var tooSlow = new AtomicBoolean();
        var stop =
                CompletableFuture.runAsync(
                        () -> {
                            tooSlow.set(true);
                            close(in);
                        },
                        late);
        FetchOutcome outcome = new TryLater("FAILED");
        try {
            outcome = writeChecked(in, file, announced, tooSlow);
        } finally {
            stop.cancel(false);
            if (!(outcome instanceof Fetched)) {
                remove(file);
            }
        }
        return outcome;
    }

    private FetchOutcome writeChecked(
            InputStream in, Path file, Announced announced, AtomicBoolean tooSlow) {
        MessageDigest digest = sha256();
        long size = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            var buffer = new byte[BUFFER];
            for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
                size += n;
                if (size > maxSize) {
                    return new Lost("TOO_LARGE");
                }
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        } catch (BrokenOff _) {
            return new TryLater(tooSlow.get() ? "TOO_SLOW" : "BROKEN_OFF");
        } catch (IOException e) {
            return storeFailure(e);
        }
        if (size == 0) {
            return new TryLater("EMPTY");
        }
        if (announced.size() > 0 && announced.size() != size) {
            return new TryLater("INCOMPLETE");
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        return announced.sha256().isEmpty() || announced.sha256().equalsIgnoreCase(hash)
                ? new Fetched(file, announced.type(), size)
                : new TryLater("CORRUPT");
    }

    /** Reads from Meta; a failure here is Meta's, a failure of writing is ours. */
    private static int read(InputStream in, byte[] buffer) throws BrokenOff {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new BrokenOff(e);
        }
    }

    private FetchOutcome storeFailure(IOException failure) {
        LOG.atError()
                .addKeyValue("error", failure.getClass().getSimpleName())
                .log("The media folder cannot be written");
        try {
            return new TryLater(hasRoom(0) ? "STORE_FAILED" : "NO_ROOM");
        } catch (IOException _) {
            return new TryLater("STORE_FAILED");
        }
    }

    private void sweep() throws IOException {
        Files.createDirectories(folder);
        var before = time.instant().minus(STALE);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "media-*.part")) {
            for (Path part : parts) {
                if (Files.exists(part)
                        && Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
                    remove(part);
                }
            }
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            LOG.atDebug()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The media download was closed already");
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("A partial media file could not be removed");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static final class BrokenOff extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenOff(IOException cause) {
            super(cause);
        }
    }
}
