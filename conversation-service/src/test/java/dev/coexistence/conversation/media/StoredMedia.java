package dev.coexistence.conversation.media;

import dev.coexistence.conversation.caller.CallerAccess;
import dev.coexistence.schemas.TokenCipher;
import java.nio.file.Path;
import java.time.InstantSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A library over a folder, for tests of other packages. */
public final class StoredMedia {
    private StoredMedia() {}

    public static MediaLibrary library(JdbcTemplate database, CallerAccess access, Path folder) {
        return new MediaLibrary(
                new MediaQueue(
                        database,
                        access,
                        TokenCipher.of(TokenCipher.newKeyset()),
                        InstantSource.system()),
                new FolderStore(folder));
    }
}
