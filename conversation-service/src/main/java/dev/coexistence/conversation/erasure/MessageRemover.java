package dev.coexistence.conversation.erasure;

import dev.coexistence.conversation.media.MediaLibrary;
import dev.coexistence.conversation.projection.conversation.ConversationTable;
import java.util.List;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Removal of messages with their statuses, changes, media and search texts. */
@Component
class MessageRemover {
    /** Messages of one statement. */
    static final int CHUNK = 2_000;

    private final JdbcTemplate database;
    private final MediaLibrary media;

    MessageRemover(JdbcTemplate database, MediaLibrary media) {
        this.database = database;
        this.media = media;
    }

    /**
     * Removes the messages; their conversations are the caller's.
     *
     * @return how many pieces of media went with them
     */
    long remove(List<Long> ids) {
        long pieces = 0;
        for (int from = 0; from < ids.size(); from += CHUNK) {
            Object chunk =
                    ids.subList(from, Math.min(ids.size(), from + CHUNK)).toArray(Long[]::new);
            for (String table : List.of("message_status s", "message_change s")) {
                database.update(
                        "delete from "
                                + table
                                + " using message m where m.id = any (?) and s.phone_number_id = m.phone_number_id and s."
                                + (table.startsWith("message_status") ? "wamid" : "target")
                                + " = m.wamid",
                        chunk);
            }
            List<Long> stored =
                    database.query(
                            "delete from media where message_id = any (?) returning message_id",
                            (row, _) -> row.getLong(1),
                            chunk);
            pieces += stored.size();
            media.remove(stored);
            database.update("delete from search_text where id = any (?)", chunk);
            database.update("delete from message where id = any (?)", chunk);
        }
        return pieces;
    }

    /** Counts conversations again; those that end up empty go. */
    void recount(List<Long> conversations) {
        database.execute(
                (ConnectionCallback<Boolean>)
                        connection -> {
                            ConversationTable.recount(connection, conversations);
                            return true;
                        });
    }
}
