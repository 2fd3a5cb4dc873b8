package dev.coexistence.conversation.reading;

import dev.coexistence.conversation.database.Cells;
import dev.coexistence.conversation.message.Content.Rank;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.conversation.message.Status;
import dev.coexistence.conversation.reading.MessageView.Edited;
import dev.coexistence.conversation.reading.MessageView.Emoji;
import dev.coexistence.conversation.reading.MessageView.Failure;
import dev.coexistence.conversation.reading.MessageView.Media;
import dev.coexistence.conversation.reading.MessageView.Price;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows of the table of messages, as views. */
final class MessageViews {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private MessageViews() {}

    /** Reads the row of a message that stands in a thread. */
    static MessageView read(ResultSet row) throws SQLException {
        int evidence = row.getInt("evidence");
        boolean outgoing = "OUT".equals(row.getString("direction"));
        Instant revokedAt = Cells.time(row, "revoked_at");
        Instant editedAt = Cells.time(row, "edited_at");
        String body = row.getString("body");
        String newest = editedAt == null ? body : row.getString("edit_body");
        int status = row.getInt("status");
        String commandId = Sender.of(evidence) == Sender.API ? row.getString("command_id") : null;
        return new MessageView(
                row.getString("id"),
                row.getString("conversation_id"),
                row.getString("phone_number_id"),
                Sender.of(evidence) == Sender.SYSTEM ? null : row.getString("wamid"),
                commandId,
                row.getString("direction"),
                Sender.of(evidence).shown().name(),
                row.getString("reference"),
                row.getString("type"),
                revokedAt == null ? newest : null,
                Rank.numbered(row.getInt("content_rank")).isPlaceholder(),
                revokedAt == null ? media(row) : null,
                row.getString("replies_to"),
                outgoing && status != 0 ? Status.numbered(status).word() : null,
                outgoing ? Cells.time(row, "status_at") : null,
                failure(row, status),
                price(row),
                editedAt == null ? null : new Edited(editedAt, body),
                revokedAt,
                reactions(row.getString("reactions")),
                Cells.someTime(row, "occurred_at"),
                Cells.someTime(row, "received_at"));
    }

    private static @Nullable Media media(ResultSet row) throws SQLException {
        String id = row.getString("media_id");
        String state = row.getString("media_state");
        return id == null
                ? null
                : new Media(
                        id,
                        row.getString("mime_type"),
                        state,
                        "STORED".equals(state) ? "/v1/media/" + row.getString("id") : null,
                        row.getString("media_problem"));
    }

    private static @Nullable Failure failure(ResultSet row, int status) throws SQLException {
        boolean failed = status != 0 && Status.numbered(status).hasFailed();
        boolean unknown = status == Status.UNKNOWN.number();
        String of = failed || unknown ? "status" : "content";
        Integer code = Cells.whole(row, of + "_code");
        String reason = failed || unknown ? row.getString("status_reason") : null;
        return code == null && reason == null
                ? null
                : new Failure(
                        reason, code, row.getString(of + "_title"), row.getString(of + "_details"));
    }

    private static @Nullable Price price(ResultSet row) throws SQLException {
        return row.getTimestamp("pricing_at") == null
                ? null
                : new Price(
                        row.getString("pricing_model"),
                        row.getString("pricing_type"),
                        row.getString("pricing_category"));
    }

    private static List<Emoji> reactions(@Nullable String json) {
        if (json == null) {
            return List.of();
        }
        var reactions = new ArrayList<Emoji>(2);
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).properties()) {
            String emoji = entry.getValue().path("emoji").asString("");
            if (!emoji.isEmpty()) {
                reactions.add(
                        new Emoji(
                                entry.getKey(),
                                emoji,
                                Instant.parse(entry.getValue().path("at").asString(""))));
            }
        }
        return reactions;
    }
}
