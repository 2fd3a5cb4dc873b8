package dev.coexistence.conversation.projection.conversation;

import dev.coexistence.conversation.database.ArrayParameters;
import dev.coexistence.conversation.database.ResultCells;
import dev.coexistence.conversation.projection.conversation.ConversationRow.Mark;
import dev.coexistence.conversation.projection.conversation.ConversationRow.ReadMark;
import dev.coexistence.database.ColumnBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of conversations. */
public final class ConversationTable {
    private static final ColumnBatch<ConversationRow> ROWS =
            ColumnBatch.<ConversationRow>into("conversation")
                    .bigint("id", ConversationRow::id)
                    .text("phone_number_id", ConversationRow::phoneNumberId)
                    .bigint("last_message_id", r -> id(r.last()))
                    .time("last_at", r -> timeOf(r.last()))
                    .time("last_received_at", r -> receiptOf(r.last()))
                    .bigint("in_message_id", r -> id(r.in()))
                    .time("in_at", r -> timeOf(r.in()))
                    .time("in_received_at", r -> receiptOf(r.in()))
                    .time("read_up_to", r -> r.read() == null ? null : r.read().at())
                    .time("read_received_at", r -> r.read() == null ? null : r.read().receivedAt())
                    .bigint("unread", ConversationRow::unread);

    /** The tenant of a stored row is kept in step with its number's by the database. */
    private static final String UPSERT =
            """
            on conflict (id) do update set
              last_message_id = excluded.last_message_id, last_at = excluded.last_at,
              last_received_at = excluded.last_received_at, in_message_id = excluded.in_message_id,
              in_at = excluded.in_at, in_received_at = excluded.in_received_at,
              read_up_to = excluded.read_up_to, read_received_at = excluded.read_received_at,
              unread = excluded.unread
            """;

    /**
     * Sender bits: APP 2, CUSTOMER 4, API 8, META_AGENT 16, STANDBY 64; as {@code MessageState}
     * decides it.
     */
    private static final String RECOUNT =
            """
            update conversation c set
              last_message_id = l.id, last_at = l.occurred_at, last_received_at = l.received_at,
              in_message_id = i.id, in_at = i.occurred_at, in_received_at = i.received_at,
              read_up_to = r.occurred_at, read_received_at = r.received_at,
              unread = (select count(*) from message m where m.conversation_id = c.id
                and m.direction = 'IN' and m.evidence & 68 <> 0 and m.type <> 'system'
                and (r.occurred_at is null or (m.occurred_at, m.received_at) > (r.occurred_at, r.received_at)))
            from unnest(?::bigint[]) as k(id)
              left join lateral (select * from message m where m.conversation_id = k.id
                order by m.occurred_at desc, m.received_at desc, m.id desc limit 1) l on true
              left join lateral (select * from message m where m.conversation_id = k.id
                and m.direction = 'IN' and m.evidence & 68 <> 0 and m.type <> 'system'
                order by m.occurred_at desc, m.received_at desc, m.id desc limit 1) i on true
              left join lateral (select m.occurred_at, m.received_at from message m
                where m.conversation_id = k.id and (m.read_marked
                  or (m.direction = 'OUT' and m.evidence & 2 <> 0 and m.evidence & 24 = 0))
                order by m.occurred_at desc, m.received_at desc, m.id desc limit 1) r on true
            where c.id = k.id
            """;

    private ConversationTable() {}

    static Map<Long, ConversationRow> load(Connection connection, Collection<Long> ids)
            throws SQLException {
        var rows = new HashMap<Long, ConversationRow>();
        if (ids.isEmpty()) {
            return rows;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("select * from conversation where id = any (?)")) {
            statement.setArray(1, ArrayParameters.numbers(connection, ids));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    long id = row.getLong("id");
                    rows.put(
                            id,
                            new ConversationRow(
                                    id,
                                    row.getString("phone_number_id"),
                                    mark(row, "last"),
                                    mark(row, "in"),
                                    readMark(row),
                                    row.getInt("unread")));
                }
            }
        }
        return rows;
    }

    /** Writes the conversations; to be called after their messages are written. */
    static void save(Connection connection, Collection<ConversationRow> rows) throws SQLException {
        var changed = rows.stream().filter(ConversationRow::hasChanged).toList();
        Map<String, String> tenants =
                NumberTenants.load(
                        connection,
                        changed.stream()
                                .map(ConversationRow::phoneNumberId)
                                .collect(Collectors.toSet()));
        ROWS.text("tenant", row -> tenants.get(row.phoneNumberId()))
                .insert(connection, changed, UPSERT);
        recount(
                connection,
                rows.stream().filter(ConversationRow::isStale).map(ConversationRow::id).toList());
    }

    /** Counts conversations again from their messages; one that has none any more goes. */
    public static void recount(Connection connection, Collection<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        for (String sql :
                new String[] {
                    RECOUNT,
                    "delete from conversation where id = any (?) and last_message_id is null"
                }) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, ArrayParameters.numbers(connection, ids));
                statement.executeUpdate();
            }
        }
    }

    private static @Nullable Mark mark(ResultSet row, String of) throws SQLException {
        Instant at = ResultCells.time(row, of + "_at");
        return at == null
                ? null
                : new Mark(
                        at,
                        ResultCells.requireTime(row, of + "_received_at"),
                        row.getLong(of + "_message_id"));
    }

    private static @Nullable ReadMark readMark(ResultSet row) throws SQLException {
        Instant at = ResultCells.time(row, "read_up_to");
        return at == null ? null : new ReadMark(at, ResultCells.time(row, "read_received_at"));
    }

    private static @Nullable Object id(@Nullable Mark mark) {
        return mark == null ? null : mark.messageId();
    }

    private static @Nullable Object timeOf(@Nullable Mark mark) {
        return mark == null ? null : mark.at();
    }

    private static @Nullable Object receiptOf(@Nullable Mark mark) {
        return mark == null ? null : mark.receivedAt();
    }
}
