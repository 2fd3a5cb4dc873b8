package dev.coexistence.conversation.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Store of media, by the id of their message. */
interface MediaStore {
    /** Keeps a file durably, and may take it away; keeping the same id again replaces it. */
    void keep(long message, Path file) throws IOException;

    /** The bytes; empty where there are none. The caller closes them. */
    Optional<InputStream> open(long message) throws IOException;

    void remove(long message) throws IOException;
}
