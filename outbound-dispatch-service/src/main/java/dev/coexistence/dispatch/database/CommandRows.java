package dev.coexistence.dispatch.database;

import dev.coexistence.database.ColumnBatch;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Priority;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows of the command table. */
public final class CommandRows {
    public static final String COLUMNS =
            "c.command_id, c.phone_number_id, c.partition, c.seq, c.priority, c.recipient,"
                    + " c.recipient_phone, c.recipient_bsuid, c.recipient_group, c.type, c.message_json, c.preview,"
                    + " c.template_name, c.template_language,"
                    + " c.replies_to, c.reference, c.traceparent, c.queued_at, c.not_before, c.expires_at,"
                    + " c.unknown_policy, c.attempts, c.cancel_requested";

    /** Keys of commands as rows that a statement joins: {@code v.number}, {@code v.id}. */
    public static final ColumnBatch<Command.Key> KEYS =
            ColumnBatch.<Command.Key>rows()
                    .text("number", Command.Key::number)
                    .text("id", Command.Key::id);

    private static final Priority[] PRIORITIES = Priority.values();

    private CommandRows() {}

    public static List<Command> all(ResultSet rows) throws SQLException {
        var commands = new ArrayList<Command>();
        while (rows.next()) {
            commands.add(one(rows));
        }
        return commands;
    }

    public static Command one(ResultSet row) throws SQLException {
        return new Command(
                row.getString("command_id"),
                row.getString("phone_number_id"),
                row.getInt("partition"),
                row.getLong("seq"),
                priority(row.getInt("priority")),
                row.getString("recipient"),
                new Command.Content(
                        row.getString("recipient_phone"),
                        row.getString("recipient_bsuid"),
                        row.getString("recipient_group"),
                        row.getString("type"),
                        row.getString("message_json"),
                        row.getString("preview"),
                        template(row.getString("template_name"), row),
                        row.getString("replies_to"),
                        row.getString("reference"),
                        row.getString("traceparent")),
                new Command.Terms(
                        row.getTimestamp("queued_at").toInstant(),
                        instant(row, "not_before"),
                        instant(row, "expires_at"),
                        Command.UnknownPolicy.valueOf(row.getString("unknown_policy"))),
                row.getInt("attempts"),
                row.getBoolean("cancel_requested"));
    }

    private static Command.@Nullable Template template(@Nullable String name, ResultSet row)
            throws SQLException {
        return name == null ? null : new Command.Template(name, row.getString("template_language"));
    }

    public static Command.Key key(ResultSet row) throws SQLException {
        return new Command.Key(row.getString("phone_number_id"), row.getString("command_id"));
    }

    public static Priority priority(int ordinal) {
        return PRIORITIES[ordinal];
    }

    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    public static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
