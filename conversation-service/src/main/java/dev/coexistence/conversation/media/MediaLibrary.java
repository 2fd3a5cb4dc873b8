package dev.coexistence.conversation.media;

import dev.coexistence.access.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The stored media, to be served and to be removed. */
@Component
public class MediaLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(MediaLibrary.class);
    private final MediaQueue queue;
    private final MediaStore store;

    MediaLibrary(MediaQueue queue, MediaStore store) {
        this.queue = queue;
        this.store = store;
    }

    /**
     * A piece of media; the caller closes its bytes.
     *
     * @param fileName as the sender named it, fit for a file; null where it has no name
     */
    public record Piece(String mimeType, long size, @Nullable String fileName, InputStream bytes) {}

    /** The media of a message of the caller's tenant. */
    public Optional<Piece> find(Caller caller, long message) {
        return queue.find(caller, message)
                .flatMap(stored -> {
                    try {
                        return store.open(message)
                                .map(bytes ->
                                        new Piece(
                                                stored.mimeType(),
                                                stored.size(),
                                                stored.fileName(),
                                                bytes));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** Removes the bytes; what cannot be removed now is named in the log for people to see to. */
    public void remove(Collection<Long> messages) {
        for (long message : messages) {
            try {
                store.remove(message);
            } catch (IOException e) {
                LOG.atError()
                        .addKeyValue("message", message)
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("Stored media could not be removed");
            }
        }
    }
}
