package dev.coexistence.conversation.projection.message;

import dev.coexistence.conversation.contact.PeerColumns;
import dev.coexistence.conversation.database.ArrayParameters;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.DeliveryStatus;
import dev.coexistence.conversation.message.MessageEdit;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.MetaProblem;
import dev.coexistence.conversation.message.Pricing;
import dev.coexistence.conversation.message.Revocation;
import dev.coexistence.conversation.message.StatusLevel;
import dev.coexistence.database.ColumnBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Table of messages; each part of a state has its columns in one list, for both directions. */
final class MessageTable {
    /**
     * A foreign system may write one callback text on any number of messages; ours has one or two.
     */
    private static final int MESSAGES_OF_A_COMMAND = 16;

    private static final String OUT = "OUT";

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

    private static final PartColumns<MetaProblem> CONTENT_ERROR = problem("content");
    private static final PartColumns<MetaProblem> STATUS_ERROR = problem("status");

    private static final PartColumns<Content.Media> MEDIA =
            PartColumns.<Content.Media>of(MessageTable::readMedia)
                    .text("media_id", Content.Media::id)
                    .text("mime_type", Content.Media::mimeType);

    private static final PartColumns<Content.Origin> PLACE =
            PartColumns.<Content.Origin>of(MessageTable::readPlace)
                    .time("place_at", Content.Origin::occurredAt)
                    .smallint("place_rank", origin -> origin.rank().number())
                    .time("place_received_at", Content.Origin::receivedAt);

    private static final PartColumns<Content> CONTENT =
            PartColumns.<Content>of(MessageTable::readContent)
                    .rank("content_rank", content -> content.rank().number())
                    .text("direction", content -> content.outgoing() ? OUT : "IN")
                    .text("type", Content::type)
                    .text("body", Content::body)
                    .text("replies_to", Content::repliesTo)
                    .text("json", Content::json)
                    .time("occurred_at", Content::occurredAt)
                    .time("received_at", Content::receivedAt);

    private static final PartColumns<DeliveryStatus> STATUS =
            PartColumns.<DeliveryStatus>of(MessageTable::readStatus)
                    .rank("status", status -> status.status().number())
                    .time("status_at", DeliveryStatus::at)
                    .text("status_reason", DeliveryStatus::reason);

    private static final PartColumns<Pricing> PRICING =
            PartColumns.<Pricing>of(MessageTable::readPricing)
                    .time("pricing_at", Pricing::at)
                    .text("pricing_model", Pricing::model)
                    .text("pricing_type", Pricing::type)
                    .text("pricing_category", Pricing::category);

    private static final PartColumns<MessageEdit> EDIT =
            PartColumns.<MessageEdit>of(MessageTable::readEdit)
                    .time("edited_at", MessageEdit::at)
                    .time("edit_received_at", MessageEdit::receivedAt)
                    .text("edit_wamid", MessageEdit::wamid)
                    .text("edit_body", MessageEdit::body)
                    .text("edit_json", MessageEdit::json)
                    .text("edit_rivals", EditsJson::write);

    private static final PartColumns<Revocation> REVOCATION =
            PartColumns.<Revocation>of(MessageTable::readRevocation)
                    .time("revoked_at", Revocation::at)
                    .text("revoke_wamid", Revocation::wamid);

    private static final ColumnBatch<MessageRow> ROWS = columns();

    private static ColumnBatch<MessageRow> columns() {
        ColumnBatch<MessageRow> own =
                ColumnBatch.<MessageRow>into("message")
                        .bigint("id", MessageRow::id)
                        .text("phone_number_id", MessageRow::phoneNumberId)
                        .text("wamid", row -> row.now().wamid())
                        .text("command_id", row -> row.now().commandId())
                        .bigint(
                                "conversation_id",
                                row ->
                                        row.conversation() == MessageRow.NO_CONVERSATION
                                                ? null
                                                : (Long) row.conversation())
                        .smallint("evidence", row -> row.now().evidence())
                        .text("reference", row -> row.now().reference())
                        .text("reactions", row -> ReactionsJson.write(row.now().reactions()))
                        .bool("read_marked", row -> row.now().readMarked());
        own = CONTENT.addTo(own, MessageState::content);
        own = MEDIA.addTo(own, state -> part(state.content(), Content::media));
        own = PeerColumns.addTo(own, row -> part(row.now().content(), Content::peer));
        own = CONTENT_ERROR.addTo(own, state -> part(state.content(), Content::error));
        own = PLACE.addTo(own, state -> part(state.content(), Content::placedBy));
        own = STATUS.addTo(own, MessageState::deliveryStatus);
        own = STATUS_ERROR.addTo(own, state -> part(state.deliveryStatus(), DeliveryStatus::error));
        own = PRICING.addTo(own, MessageState::pricing);
        own = EDIT.addTo(own, MessageState::edit);
        return REVOCATION.addTo(own, MessageState::revocation);
    }

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
                    1,
                    ArrayParameters.numbers(
                            connection, rows.stream().map(MessageRow::id).toList()));
            statement.executeUpdate();
        }
    }

    private static void set(
            Connection connection, PreparedStatement statement, int first, Collection<Key> keys)
            throws SQLException {
        statement.setArray(
                first,
                ArrayParameters.texts(connection, keys.stream().map(Key::phoneNumberId).toList()));
        statement.setArray(
                first + 1, ArrayParameters.texts(connection, keys.stream().map(Key::id).toList()));
    }

    private static MessageRow read(ResultSet row) throws SQLException {
        var state =
                new MessageState(
                        row.getString("wamid"),
                        row.getString("command_id"),
                        CONTENT.read(row),
                        row.getInt("evidence"),
                        row.getString("reference"),
                        STATUS.read(row),
                        PRICING.read(row),
                        EDIT.read(row),
                        REVOCATION.read(row),
                        ReactionsJson.read(row.getString("reactions")),
                        row.getBoolean("read_marked"));
        return MessageRow.load(
                row.getLong("id"),
                row.getString("phone_number_id"),
                state,
                row.getLong("conversation_id"));
    }

    private static @Nullable Content readContent(PartColumns.Cells cells) throws SQLException {
        int rank = cells.number();
        if (rank == 0) {
            return null;
        }
        boolean outgoing = OUT.equals(cells.text());
        String type = cells.text();
        String body = cells.textOrNull();
        String repliesTo = cells.textOrNull();
        String json = cells.text();
        return new Content(
                Content.Rank.forNumber(rank),
                outgoing,
                type,
                body,
                MEDIA.read(cells.row()),
                repliesTo,
                json,
                PeerColumns.read(cells.row()),
                CONTENT_ERROR.read(cells.row()),
                cells.time(),
                cells.time(),
                PLACE.read(cells.row()));
    }

    private static Content.@Nullable Media readMedia(PartColumns.Cells cells) throws SQLException {
        String id = cells.textOrNull();
        return id == null ? null : new Content.Media(id, cells.textOrNull());
    }

    private static Content.@Nullable Origin readPlace(PartColumns.Cells cells) throws SQLException {
        Instant at = cells.timeOrNull();
        return at == null
                ? null
                : new Content.Origin(Content.Rank.forNumber(cells.number()), at, cells.time());
    }

    private static PartColumns<MetaProblem> problem(String prefix) {
        return PartColumns.<MetaProblem>of(
                        cells -> {
                            Integer code = cells.numberOrNull();
                            return code == null
                                    ? null
                                    : new MetaProblem(code, cells.textOrNull(), cells.textOrNull());
                        })
                .integer(prefix + "_code", MetaProblem::code)
                .text(prefix + "_title", MetaProblem::title)
                .text(prefix + "_details", MetaProblem::details);
    }

    private static @Nullable DeliveryStatus readStatus(PartColumns.Cells cells)
            throws SQLException {
        int status = cells.number();
        return status == 0
                ? null
                : new DeliveryStatus(
                        StatusLevel.forNumber(status),
                        cells.time(),
                        cells.textOrNull(),
                        STATUS_ERROR.read(cells.row()));
    }

    private static @Nullable Pricing readPricing(PartColumns.Cells cells) throws SQLException {
        Instant at = cells.timeOrNull();
        return at == null
                ? null
                : new Pricing(at, cells.textOrNull(), cells.textOrNull(), cells.textOrNull());
    }

    private static @Nullable MessageEdit readEdit(PartColumns.Cells cells) throws SQLException {
        Instant at = cells.timeOrNull();
        if (at == null) {
            return null;
        }
        Instant receivedAt = cells.timeOrNull();
        return new MessageEdit(
                at,
                receivedAt == null ? at : receivedAt,
                cells.text(),
                cells.textOrNull(),
                cells.text(),
                EditsJson.read(at, cells.textOrNull()));
    }

    private static @Nullable Revocation readRevocation(PartColumns.Cells cells)
            throws SQLException {
        Instant at = cells.timeOrNull();
        return at == null ? null : new Revocation(at, cells.text());
    }

    private static <A, B> @Nullable B part(@Nullable A whole, Function<A, @Nullable B> part) {
        return whole == null ? null : part.apply(whole);
    }
}
