package dev.coexistence.dispatch.queue;

import dev.coexistence.database.OutboxTable;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.number.NumberEvent.Backlog;
import dev.coexistence.dispatch.outbox.ResultPublications;
import dev.coexistence.dispatch.ownership.PartitionLeases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takeover of a partition: the new epoch, the lease, and what the former owner left. */
public final class PartitionTakeover {
    private final QueueDatabase database;
    private final ResultPublications results;
    private final InstantSource time;
    private final PartitionLeases leases;
    private final QueueSettings settings;

    /**
     * Findings of a takeover.
     *
     * @param stillLeased how long the former owner may go on writing to Meta
     * @param offsets by topic, the next offset to read
     * @param backlog what waits, and the numbers that are held
     * @param doubtful commands that may have been on the wire
     */
    public record Takeover(
            long epoch,
            Duration stillLeased,
            Map<String, Long> offsets,
            List<Backlog> backlog,
            int doubtful) {}

    public PartitionTakeover(
            QueueDatabase database,
            ResultPublications results,
            InstantSource time,
            PartitionLeases leases,
            QueueSettings settings) {
        this.database = database;
        this.results = results;
        this.time = time;
        this.leases = leases;
        this.settings = settings;
    }

    /** Takes a partition over; from here on nothing of an older owner is stored any more. */
    public Takeover take(int partition) {
        return database.inTransaction(connection -> {
            long epoch = leases.raiseEpoch(connection, partition);
            Duration stillLeased = leases.lease(connection, partition, epoch);
            int doubtful = doubtIntents(connection, partition);
            return new Takeover(
                    epoch,
                    stillLeased,
                    offsets(connection, partition),
                    backlog(connection, partition),
                    doubtful);
        });
    }

    /** An intent without outcome: bytes of it may have left under the former owner. */
    private int doubtIntents(Connection connection, int partition) throws SQLException {
        Instant now = time.instant();
        List<Command> commands;
        try (var update =
                connection.prepareStatement(
                        "with gone as (delete from intent where partition = ?"
                                + " returning command_id, phone_number_id)"
                                + " update command c set state = 'UNKNOWN', attempts = c.attempts + 1,"
                                + " unknown_reason = ?, deadline = ? from gone"
                                + " where c.command_id = gone.command_id"
                                + " and c.phone_number_id = gone.phone_number_id and c.state = 'QUEUED'"
                                + " returning "
                                + CommandRows.COLUMNS)) {
            update.setInt(1, partition);
            update.setString(2, Reason.DISPATCHER_STOPPED.name());
            update.setTimestamp(3, CommandRows.timestamp(now.plus(settings.unknownDeadline())));
            try (var rows = update.executeQuery()) {
                commands = CommandRows.all(rows);
            }
        }
        var publications = new ArrayList<OutboxTable.Entry>();
        for (Command command : commands) {
            publications.add(
                    results.doubtful(
                            command,
                            Reason.DISPATCHER_STOPPED,
                            new ResultPublications.Tries(command.attempts(), null, now)));
        }
        OutboxTable.add(connection, publications);
        return commands.size();
    }

    private static Map<String, Long> offsets(Connection connection, int partition)
            throws SQLException {
        var offsets = new HashMap<String, Long>();
        try (var select =
                connection.prepareStatement(
                        "select topic, next_offset from consumer_offset where partition = ?")) {
            select.setInt(1, partition);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    offsets.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return offsets;
    }

    private static List<Backlog> backlog(Connection connection, int partition) throws SQLException {
        var depths = new HashMap<String, long[]>();
        try (var select =
                connection.prepareStatement(
                        """
                        select phone_number_id, priority, count(*) from command
                         where partition = ? and state = 'QUEUED' group by 1, 2
                        union all
                        select phone_number_id, 0, 0 from hold
                         where partition = ? and stage <> 'RELEASED'
                        """)) {
            select.setInt(1, partition);
            select.setInt(2, partition);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    depths.computeIfAbsent(
                                            rows.getString(1),
                                            _ -> new long[Priority.values().length])[
                                    rows.getInt(2)] +=
                            rows.getLong(3);
                }
            }
        }
        return depths.entrySet().stream()
                .map(entry -> new Backlog(entry.getKey(), entry.getValue()))
                .toList();
    }
}
