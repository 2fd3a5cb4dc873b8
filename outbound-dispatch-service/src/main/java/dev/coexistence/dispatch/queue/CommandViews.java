package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.template.TemplateGate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the API shows. */
public final class CommandViews {
    /** More are not counted one by one for one answer. */
    private static final int MOST_COUNTED = 100_000;

    private final QueueDatabase database;

    /**
     * Waiting commands of a number.
     *
     * @param oldest when the oldest of it was queued
     */
    public record Waiting(
            Map<Priority, Long> depth, long scheduled, long unknown, @Nullable Instant oldest) {}

    /**
     * A command in its number's queue.
     *
     * @param before how many of its own priority go before it; {@link Long#MAX_VALUE} where that
     *     are too many to count
     */
    public record Place(Command command, long before) {}

    public CommandViews(QueueDatabase database) {
        this.database = database;
    }

    /**
     * Commands of that id: each number has its own.
     *
     * @param number null for all of them
     * @param tenant whose they have to be; null for every tenant's
     */
    public List<CommandRecord> find(
            String commandId, @Nullable String number, @Nullable String tenant) {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement(
                            "select c.*, exists (select 1 from intent i"
                                    + " where i.command_id = c.command_id"
                                    + " and i.phone_number_id = c.phone_number_id) as sending"
                                    + " from command c where c.command_id = ?"
                                    + (number == null ? "" : " and c.phone_number_id = ?")
                                    + (tenant == null ? "" : " and c.tenant = ?")
                                    + " limit 2")) {
                int parameter = 1;
                select.setString(parameter++, commandId);
                if (number != null) {
                    select.setString(parameter++, number);
                }
                if (tenant != null) {
                    select.setString(parameter, tenant);
                }
                var found = new ArrayList<CommandRecord>();
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(record(rows));
                    }
                }
                return found;
            }
        });
    }

    private static CommandRecord record(ResultSet row) throws SQLException {
        String state = row.getString("state");
        boolean ended = state.equals("ENDED");
        String status = state.equals("HELD") ? "QUEUED" : state;
        if (ended) {
            status = row.getString("outcome");
        } else if (state.equals("QUEUED") && row.getBoolean("sending")) {
            status = "SENDING";
        }
        String reason = row.getString("reason");
        return new CommandRecord(
                row.getString("command_id"),
                row.getString("phone_number_id"),
                status,
                ended,
                row.getString("type"),
                CommandRows.priority(row.getInt("priority")).name(),
                row.getString("reference"),
                row.getString("wamid"),
                reason != null ? reason : row.getString("unknown_reason"),
                row.getObject("error_code", Integer.class),
                row.getString("detail"),
                row.getInt("attempts"),
                row.getBoolean("cancel_requested"),
                row.getTimestamp("queued_at").toInstant(),
                CommandRows.instant(row, "not_before"),
                CommandRows.instant(row, "expires_at"),
                CommandRows.instant(row, "sent_at"),
                CommandRows.instant(row, "decided_at"),
                state.equals("HELD") ? row.getString("held_for") : null,
                null);
    }

    /**
     * Commands of a number that wait for their templates, outside the queue, by what they wait for.
     */
    public Map<TemplateGate.Cause, Long> heldForTemplates(String number, int partition) {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement(
                            "select held_for, count(*) from command where partition = ?"
                                    + " and phone_number_id = ? and state = 'HELD' group by 1")) {
                select.setInt(1, partition);
                select.setString(2, number);
                var held = new EnumMap<TemplateGate.Cause, Long>(TemplateGate.Cause.class);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        held.put(TemplateGate.Cause.valueOf(rows.getString(1)), rows.getLong(2));
                    }
                }
                return held;
            }
        });
    }

    /** Place of a command that waits for its turn; empty where it does not. */
    public Optional<Place> place(Command.Key key) {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement(
                            "select "
                                    + CommandRows.COLUMNS
                                    + ", (select count(*) from (select 1 from command b"
                                    + " where b.partition = c.partition"
                                    + " and b.phone_number_id = c.phone_number_id"
                                    + " and b.priority = c.priority and b.state = 'QUEUED'"
                                    + " and b.seq < c.seq limit ?) counted) as before"
                                    + " from command c where c.command_id = ? and c.phone_number_id = ?"
                                    + " and c.state = 'QUEUED'")) {
                select.setInt(1, MOST_COUNTED);
                select.setString(2, key.id());
                select.setString(3, key.number());
                try (var row = select.executeQuery()) {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    long before = row.getLong("before");
                    return Optional.of(
                            new Place(
                                    CommandRows.one(row),
                                    before < MOST_COUNTED ? before : Long.MAX_VALUE));
                }
            }
        });
    }

    /** Counts what waits for a number; for one with a million commands that takes a moment. */
    public Waiting waiting(String number, int partition) {
        return database.read(connection -> {
            var depth = new EnumMap<Priority, Long>(Priority.class);
            Instant oldest = null;
            long scheduled = 0;
            long unknown = 0;
            try (var select =
                    connection.prepareStatement(
                            """
                            select state, priority, count(*), min(queued_at) from command
                             where partition = ? and phone_number_id = ? and state = 'QUEUED'
                             group by 1, 2
                            union all
                            select state, priority, count(*), min(queued_at) from command
                             where partition = ? and phone_number_id = ? and state = 'SCHEDULED'
                             group by 1, 2
                            union all
                            select state, priority, count(*), min(queued_at) from command
                             where partition = ? and phone_number_id = ? and state = 'UNKNOWN'
                             group by 1, 2
                            """)) {
                for (int at = 1; at <= 5; at += 2) {
                    select.setInt(at, partition);
                    select.setString(at + 1, number);
                }
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        long count = rows.getLong(3);
                        switch (rows.getString(1)) {
                            case "SCHEDULED" -> scheduled += count;
                            case "UNKNOWN" -> unknown += count;
                            default -> {
                                depth.put(CommandRows.priority(rows.getInt(2)), count);
                                Instant first = rows.getTimestamp(4).toInstant();
                                oldest = oldest == null || first.isBefore(oldest) ? first : oldest;
                            }
                        }
                    }
                }
            }
            return new Waiting(depth, scheduled, unknown, oldest);
        });
    }

    /**
     * Remembers what an idempotency key stands for.
     *
     * @param meaning what is asked for, as a hash
     * @return false where it stood for something else before
     */
    public boolean claim(Command.Key key, String meaning) {
        return database.read(connection -> {
            try (var insert =
                    connection.prepareStatement(
                            "insert into request_key (command_id, phone_number_id, meaning)"
                                    + " values (?, ?, ?)"
                                    + " on conflict (command_id, phone_number_id) do nothing")) {
                insert.setString(1, key.id());
                insert.setString(2, key.number());
                insert.setString(3, meaning);
                if (insert.executeUpdate() == 1) {
                    return true;
                }
            }
            try (var select =
                    connection.prepareStatement(
                            "select coalesce(meaning = ?, true) from request_key"
                                    + " where command_id = ? and phone_number_id = ?")) {
                select.setString(1, meaning);
                select.setString(2, key.id());
                select.setString(3, key.number());
                try (var row = select.executeQuery()) {
                    return row.next() && row.getBoolean(1);
                }
            }
        });
    }
}
