package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.lane.Command;
import dev.coexistence.dispatch.lane.NumberEvent.Backlog;
import dev.coexistence.dispatch.lane.Priority;
import dev.coexistence.dispatch.lane.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ownership of partitions: taken with a new epoch, kept with a lease, given back. */
public final class Partitions {
    private final Database database;
    private final Results results;
    private final InstantSource time;
    private final String owner;
    private final QueueSettings settings;

    /**
     * What was found when a partition was taken over.
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

    public Partitions(
            Database database,
            Results results,
            InstantSource time,
            String owner,
            QueueSettings settings) {
        this.database = database;
        this.results = results;
        this.time = time;
        this.owner = owner;
        this.settings = settings;
    }

    /** Takes a partition over; from here on nothing of an older owner is stored any more. */
    public Takeover take(int partition) {
        return database.inTransaction(connection -> {
            long epoch = raiseEpoch(connection, partition);
            Duration stillLeased = lease(connection, partition, epoch);
            int doubtful = doubtIntents(connection, partition);
            return new Takeover(
                    epoch,
                    stillLeased,
                    offsets(connection, partition),
                    backlog(connection, partition),
                    doubtful);
        });
    }

    /**
     * Renews the lease on these partitions.
     *
     * @return those that have another owner by now
     */
    public Set<Integer> renew(Map<Integer, Long> epochs) {
        var lost = new HashSet<>(epochs.keySet());
        return database.read(connection -> {
            try (var update =
                    connection.prepareStatement(
                            """
                            with held as (select * from unnest(?::int[], ?::bigint[]) as h(partition, epoch))
                                    update partition_lease l
                                       set lease_until = clock_timestamp() + make_interval(secs => ?)
                                      from held
                             where l.partition = held.partition and l.epoch = held.epoch
                            returning l.partition
                            """)) {
                new UnnestArguments<>(connection, update, epochs.entrySet())
                        .column("int4", Map.Entry::getKey)
                        .column("int8", Map.Entry::getValue);
                update.setDouble(3, seconds(settings.lease()));
                try (var rows = update.executeQuery()) {
                    while (rows.next()) {
                        lost.remove(rows.getInt(1));
                    }
                }
            }
            return lost;
        });
    }

    /** Ends the lease at once, as nothing will be written under it any more. */
    public void release(int partition, long epoch) {
        database.read(connection -> {
            try (var update =
                    connection.prepareStatement(
                            "update partition_lease set lease_until = clock_timestamp()"
                                    + " where partition = ? and epoch = ?")) {
                update.setInt(1, partition);
                update.setLong(2, epoch);
                return update.executeUpdate();
            }
        });
    }

    private long raiseEpoch(Connection connection, int partition) throws SQLException {
        try (var upsert =
                connection.prepareStatement(
                        """
                        insert into partition_owner (partition, epoch, owner) values (?, 1, ?)
                        on conflict (partition) do update
                          set epoch = partition_owner.epoch + 1, owner = excluded.owner,
                              taken_at = clock_timestamp()
                        returning epoch
                        """)) {
            upsert.setInt(1, partition);
            upsert.setString(2, owner);
            try (var row = upsert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private Duration lease(Connection connection, int partition, long epoch) throws SQLException {
        Duration stillLeased = Duration.ZERO;
        try (var select =
                connection.prepareStatement(
                        "select extract(epoch from lease_until - clock_timestamp())"
                                + " from partition_lease where partition = ? for update")) {
            select.setInt(1, partition);
            try (var row = select.executeQuery()) {
                if (row.next() && row.getDouble(1) > 0) {
                    stillLeased = Duration.ofNanos((long) (row.getDouble(1) * 1e9));
                }
            }
        }
        try (var upsert =
                connection.prepareStatement(
                        """
                        insert into partition_lease (partition, epoch, lease_until)
                        values (?, ?, clock_timestamp() + make_interval(secs => ?))
                        on conflict (partition) do update
                          set epoch = excluded.epoch,
                              lease_until = greatest(partition_lease.lease_until, excluded.lease_until)
                        """)) {
            upsert.setInt(1, partition);
            upsert.setLong(2, epoch);
            upsert.setDouble(3, seconds(settings.lease()));
            upsert.executeUpdate();
        }
        return stillLeased;
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
        var publications = new ArrayList<Results.Publication>();
        for (Command command : commands) {
            publications.add(
                    results.doubtful(
                            command,
                            Reason.DISPATCHER_STOPPED,
                            new Results.Tries(command.attempts(), null, now)));
        }
        Outbox.add(connection, publications);
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

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
