package dev.coexistence.conversation.projection.message;

import dev.coexistence.conversation.message.Content;
import dev.coexistence.database.ColumnBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;

/** Fetch requests for the media of new messages. */
final class MediaRequests {
    private static final String AGAIN_IF_OTHER =
            """
            on conflict (message_id) do update set media_id = excluded.media_id, mime_type = excluded.mime_type,
              state = 'WAITING', attempts = 0, first_at = excluded.first_at, next_at = excluded.next_at, problem = null
            where media.media_id <> excluded.media_id
            """;

    private MediaRequests() {}

    static void enqueue(Connection connection, Collection<MessageRow> rows, Instant now)
            throws SQLException {
        var wanted =
                rows.stream()
                        .filter(row -> !row.isGone() && row.hasNewContent() && has(row))
                        .toList();
        ColumnBatch.<MessageRow>into("media")
                .bigint("message_id", MessageRow::id)
                .text("phone_number_id", MessageRow::phoneNumberId)
                .text("media_id", row -> media(row).id())
                .text("mime_type", row -> media(row).mimeType())
                .time("first_at", _ -> now)
                .time("next_at", _ -> now)
                .insert(connection, wanted, AGAIN_IF_OTHER);
    }

    private static boolean has(MessageRow row) {
        Content content = row.now().content();
        return content != null && content.media() != null;
    }

    private static Content.Media media(MessageRow row) {
        Content content = row.now().content();
        Content.Media media = content == null ? null : content.media();
        if (media == null) {
            throw new IllegalStateException("A message without media has nothing to fetch");
        }
        return media;
    }
}
