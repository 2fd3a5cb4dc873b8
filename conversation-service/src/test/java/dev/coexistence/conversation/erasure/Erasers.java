package dev.coexistence.conversation.erasure;

import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.media.StoredMedia;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.TokenCipher;
import java.nio.file.Path;
import java.time.Instant;

/** Erasure over a test's database and a folder of media, at a time of the test's choice. */
final class Erasers {
    static final TokenCipher CIPHER = TokenCipher.of(ProjectedDatabase.KEYSET);

    private Erasers() {}

    static PersonRecords records(ProjectedDatabase database) {
        return new PersonRecords(database.jdbc(), ProjectedDatabase.HASHES, CIPHER);
    }

    static ContactEraser ofContacts(ProjectedDatabase database, Path folder, Instant now) {
        return new ContactEraser(
                database.jdbc(),
                database.transaction(),
                remover(database, folder),
                new ErasureAudit(database.jdbc(), () -> now),
                new ChangeFeed(database.jdbc()),
                records(database),
                () -> now);
    }

    static RetentionEraser ofOldMessages(ProjectedDatabase database, Path folder, Instant now) {
        return new RetentionEraser(
                database.jdbc(),
                database.transaction(),
                remover(database, folder),
                new ErasureAudit(database.jdbc(), () -> now));
    }

    private static MessageRemover remover(ProjectedDatabase database, Path folder) {
        return new MessageRemover(
                database.jdbc(), StoredMedia.library(database.jdbc(), database.access(), folder));
    }
}
