package dev.coexistence.conversation.reading;

import dev.coexistence.conversation.contact.PeerColumns;
import dev.coexistence.conversation.content.MessageContent;
import dev.coexistence.conversation.database.ResultCells;
import dev.coexistence.conversation.message.Content.Rank;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.conversation.message.StatusLevel;
import dev.coexistence.conversation.reading.MessageView.Author;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows of the table of messages, as views. */
final class MessageViews {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private MessageViews() {}

    /**
     * Reads the row of a message that stands in a thread.
     *
     * @param verbatim whether its JSON is wanted as well
     */
    static MessageView read(ResultSet row, boolean verbatim) throws SQLException {
        int evidence = row.getInt("evidence");
        boolean outgoing = "OUT".equals(row.getString("direction"));
        Instant revokedAt = ResultCells.time(row, "revoked_at");
        Instant editedAt = ResultCells.time(row, "edited_at");
        String body = row.getString("body");
        String newest = editedAt == null ? body : row.getString("edit_body");
        String json = row.getString("json");
        MessageContent content =
                revokedAt == null
                        ? MessageContent.read(
                                json, editedAt == null ? null : row.getString("edit_json"))
                        : null;
        Peer peer = PeerColumns.read(row);
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
                revokedAt == null ? text(newest, content) : null,
                Rank.forNumber(row.getInt("content_rank")).isPlaceholder(),
                revokedAt == null ? media(row) : null,
                row.getString("replies_to"),
                outgoing && status != 0 ? StatusLevel.forNumber(status).word() : null,
                outgoing ? ResultCells.time(row, "status_at") : null,
                failure(row, status),
                price(row),
                editedAt == null ? null : new Edited(editedAt, body),
                revokedAt,
                reactions(row.getString("reactions")),
                ResultCells.requireTime(row, "occurred_at"),
                ResultCells.requireTime(row, "received_at"),
                content,
                peer.isGroup() ? peer.group() : null,
                peer.isGroup() && !outgoing ? author(peer) : null,
                List.of(),
                verbatim && revokedAt == null ? raw(json) : null);
    }

    /**
     * The text whole, as the content has it: what an event carries for reading may be shortened,
     * and says nothing of some kinds.
     */
    private static @Nullable String text(@Nullable String told, @Nullable MessageContent content) {
        if (content == null) {
            return told;
        }
        if (told == null || told.isBlank()) {
            return content.words();
        }
        String whole = content.text();
        return whole != null && whole.startsWith(told) ? whole : told;
    }

    private static Author author(Peer peer) {
        return new Author(
                peer.profile(),
                peer.phone() == null ? null : "+" + peer.phone(),
                peer.username(),
                peer.bsuid());
    }

    /** JSON to be put into other JSON: as it is, or as a string where it is none. */
    static @Nullable String raw(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            JSON.readTree(json);
            return json.isBlank() ? JSON.writeValueAsString(json) : json;
        } catch (JacksonException _) {
            return JSON.writeValueAsString(json);
        }
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
        boolean failed = status != 0 && StatusLevel.forNumber(status).hasFailed();
        boolean unknown = status == StatusLevel.UNKNOWN.number();
        String of = failed || unknown ? "status" : "content";
        Integer code = ResultCells.whole(row, of + "_code");
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
                String by = entry.getKey();
                int member = by.indexOf(':');
                reactions.add(
                        new Emoji(
                                member < 0 ? by : by.substring(0, member),
                                emoji,
                                Instant.parse(entry.getValue().path("at").asString("")),
                                member < 0 ? null : by.substring(member + 1)));
            }
        }
        return reactions;
    }
}
