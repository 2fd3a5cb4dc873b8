package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.contact.PeerColumns;
import dev.coexistence.conversation.database.Cells;
import dev.coexistence.conversation.database.Lists;
import dev.coexistence.conversation.database.Rows;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.Edit;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.MetaProblem;
import dev.coexistence.conversation.message.Pricing;
import dev.coexistence.conversation.message.Revocation;
import dev.coexistence.conversation.message.Standing;
import dev.coexistence.conversation.message.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of messages, as states. */
final class MessageTable {
    /**
     * A foreign system may write one callback text on any number of messages; ours has one or two.
     */
    private static final int MESSAGES_OF_A_COMMAND = 16;

    private static final String LOAD =
            """
            select m.* from message m
              join unnest(?::text[], ?::text[]) as k(n, w)
                on m.phone_number_id = k.n and m.wamid = k.w
            union all
            select m.* from unnest(?::text[], ?::text[]) as k(n, c)
              cross join lateral (
                select * from message x
                 where x.phone_number_id = k.n and x.command_id = k.c limit %d) m
            """
                    .formatted(MESSAGES_OF_A_COMMAND);

    private static final Rows<MessageRow> ROWS =
            Rows.<MessageRow>of("message")
                    .number("id", MessageRow::id)
                    .text("phone_number_id", MessageRow::phoneNumberId)
                    .text("wamid", r -> r.now().wamid())
                    .text("command_id", r -> r.now().commandId())
                    .number(
                            "conversation_id",
                            r ->
                                    r.conversation() == MessageRow.NO_CONVERSATION
                                            ? null
                                            : (Long) r.conversation())
                    .time("occurred_at", r -> of(r.now().content(), Content::occurredAt))
                    .time("received_at", r -> of(r.now().content(), Content::receivedAt))
                    .small(
                            "content_rank",
                            r -> {
                                Content content = r.now().content();
                                return content == null ? 0 : content.rank().number();
                            })
                    .small("evidence", r -> r.now().evidence())
                    .small(
                            "status",
                            r -> {
                                Standing standing = r.now().standing();
                                return standing == null ? 0 : standing.status().number();
                            })
                    .text("direction", r -> of(r.now().content(), c -> c.outgoing() ? "OUT" : "IN"))
                    .text("type", r -> of(r.now().content(), Content::type))
                    .text("body", r -> of(r.now().content(), Content::body))
                    .text(
                            "media_id",
                            r -> of(r.now().content(), c -> of(c.media(), Content.Media::id)))
                    .text(
                            "mime_type",
                            r -> of(r.now().content(), c -> of(c.media(), Content.Media::mimeType)))
                    .text("replies_to", r -> of(r.now().content(), Content::repliesTo))
                    .text("json", r -> of(r.now().content(), Content::json))
                    .text("peer_phone", r -> of(r.now().content(), c -> c.peer().phone()))
                    .text("peer_bsuid", r -> of(r.now().content(), c -> c.peer().bsuid()))
                    .text("peer_parent", r -> of(r.now().content(), c -> c.peer().parentBsuid()))
                    .text("peer_username", r -> of(r.now().content(), c -> c.peer().username()))
                    .text("peer_group", r -> of(r.now().content(), c -> c.peer().group()))
                    .text("peer_profile", r -> of(r.now().content(), c -> c.peer().profile()))
                    .whole("content_code", r -> of(contentError(r), MetaProblem::code))
                    .text("content_title", r -> of(contentError(r), MetaProblem::title))
                    .text("content_details", r -> of(contentError(r), MetaProblem::details))
                    .text("reference", r -> r.now().reference())
                    .time("status_at", r -> of(r.now().standing(), Standing::at))
                    .text("status_reason", r -> of(r.now().standing(), Standing::reason))
                    .whole("status_code", r -> of(statusError(r), MetaProblem::code))
                    .text("status_title", r -> of(statusError(r), MetaProblem::title))
                    .text("status_details", r -> of(statusError(r), MetaProblem::details))
                    .time("pricing_at", r -> of(r.now().pricing(), Pricing::at))
                    .text("pricing_model", r -> of(r.now().pricing(), Pricing::model))
                    .text("pricing_type", r -> of(r.now().pricing(), Pricing::type))
                    .text("pricing_category", r -> of(r.now().pricing(), Pricing::category))
                    .small("place_rank", r -> of(place(r), o -> o.rank().number()))
                    .time("place_at", r -> of(place(r), Content.Origin::occurredAt))
                    .time("place_received_at", r -> of(place(r), Content.Origin::receivedAt))
                    .time("edit_received_at", r -> of(r.now().edit(), Edit::receivedAt))
                    .text("edit_rivals", r -> of(r.now().edit(), EditsJson::write))
                    .text("edit_wamid", r -> of(r.now().edit(), Edit::wamid))
                    .time("edited_at", r -> of(r.now().edit(), Edit::at))
                    .text("edit_body", r -> of(r.now().edit(), Edit::body))
                    .text("edit_json", r -> of(r.now().edit(), Edit::json))
                    .text("revoke_wamid", r -> of(r.now().revocation(), Revocation::wamid))
                    .time("revoked_at", r -> of(r.now().revocation(), Revocation::at))
                    .text("reactions", r -> ReactionsJson.write(r.now().reactions()))
                    .flag("read_marked", r -> r.now().readMarked());

    private MessageTable() {}

    /** The messages of these ids and of these commands, at most once each. */
    static List<MessageRow> load(
            Connection connection, Collection<Key> wamids, Collection<Key> commands)
            throws SQLException {
        var rows = new ArrayList<MessageRow>();
        try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
            set(connection, statement, 1, wamids);
            set(connection, statement, 3, commands);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(read(result));
                }
            }
        }
        return rows;
    }

    /** A message's id, or its command's, at a number. */
    record Key(String phoneNumberId, String id) {}

    static void insert(Connection connection, Collection<MessageRow> rows, Instant now)
            throws SQLException {
        ROWS.time("first_seen_at", _ -> now).copy(connection, rows);
    }

    static void update(Connection connection, Collection<MessageRow> rows) throws SQLException {
        ROWS.update(connection, rows, 1);
    }

    static void delete(Connection connection, Collection<MessageRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("delete from message where id = any (?)")) {
            statement.setArray(
                    1, Lists.numbers(connection, rows.stream().map(MessageRow::id).toList()));
            statement.executeUpdate();
        }
    }

    private static void set(
            Connection connection, PreparedStatement statement, int first, Collection<Key> keys)
            throws SQLException {
        statement.setArray(
                first, Lists.texts(connection, keys.stream().map(Key::phoneNumberId).toList()));
        statement.setArray(first + 1, Lists.texts(connection, keys.stream().map(Key::id).toList()));
    }

    private static MessageRow read(ResultSet row) throws SQLException {
        var state =
                new MessageState(
                        row.getString("wamid"),
                        row.getString("command_id"),
                        content(row),
                        row.getInt("evidence"),
                        row.getString("reference"),
                        standing(row),
                        pricing(row),
                        edit(row),
                        revocation(row),
                        ReactionsJson.read(row.getString("reactions")),
                        row.getBoolean("read_marked"));
        return MessageRow.stored(
                row.getLong("id"),
                row.getString("phone_number_id"),
                state,
                row.getLong("conversation_id"));
    }

    private static @Nullable Content content(ResultSet row) throws SQLException {
        int rank = row.getInt("content_rank");
        if (rank == 0) {
            return null;
        }
        String mediaId = row.getString("media_id");
        return new Content(
                Content.Rank.numbered(rank),
                "OUT".equals(row.getString("direction")),
                row.getString("type"),
                row.getString("body"),
                mediaId == null ? null : new Content.Media(mediaId, row.getString("mime_type")),
                row.getString("replies_to"),
                row.getString("json"),
                PeerColumns.read(row),
                problem(row, "content"),
                Cells.someTime(row, "occurred_at"),
                Cells.someTime(row, "received_at"),
                placedBy(row));
    }

    private static Content.@Nullable Origin placedBy(ResultSet row) throws SQLException {
        Instant at = Cells.time(row, "place_at");
        return at == null
                ? null
                : new Content.Origin(
                        Content.Rank.numbered(row.getInt("place_rank")),
                        at,
                        Cells.someTime(row, "place_received_at"));
    }

    private static Content.@Nullable Origin place(MessageRow row) {
        Content content = row.now().content();
        return content == null ? null : content.placedBy();
    }

    private static @Nullable MetaProblem problem(ResultSet row, String of) throws SQLException {
        Integer code = Cells.whole(row, of + "_code");
        return code == null
                ? null
                : new MetaProblem(
                        code, row.getString(of + "_title"), row.getString(of + "_details"));
    }

    private static @Nullable Standing standing(ResultSet row) throws SQLException {
        int status = row.getInt("status");
        return status == 0
                ? null
                : new Standing(
                        Status.numbered(status),
                        Cells.someTime(row, "status_at"),
                        row.getString("status_reason"),
                        problem(row, "status"));
    }

    private static @Nullable Pricing pricing(ResultSet row) throws SQLException {
        Instant at = Cells.time(row, "pricing_at");
        return at == null
                ? null
                : new Pricing(
                        at,
                        row.getString("pricing_model"),
                        row.getString("pricing_type"),
                        row.getString("pricing_category"));
    }

    private static @Nullable Edit edit(ResultSet row) throws SQLException {
        Instant at = Cells.time(row, "edited_at");
        if (at == null) {
            return null;
        }
        Instant receivedAt = Cells.time(row, "edit_received_at");
        return new Edit(
                at,
                receivedAt == null ? at : receivedAt,
                row.getString("edit_wamid"),
                row.getString("edit_body"),
                row.getString("edit_json"),
                EditsJson.read(at, row.getString("edit_rivals")));
    }

    private static @Nullable Revocation revocation(ResultSet row) throws SQLException {
        Instant at = Cells.time(row, "revoked_at");
        return at == null ? null : new Revocation(at, row.getString("revoke_wamid"));
    }

    private static @Nullable MetaProblem contentError(MessageRow row) {
        Content content = row.now().content();
        return content == null ? null : content.error();
    }

    private static @Nullable MetaProblem statusError(MessageRow row) {
        Standing standing = row.now().standing();
        return standing == null ? null : standing.error();
    }

    private static <A> @Nullable Object of(@Nullable A whole, Rows.Value<A> part) {
        return whole == null ? null : part.of(whole);
    }
}
