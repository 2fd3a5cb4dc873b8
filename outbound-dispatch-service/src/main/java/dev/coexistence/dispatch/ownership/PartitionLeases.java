package dev.coexistence.dispatch.ownership;

import dev.coexistence.dispatch.database.QueueDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Tables of the partitions' owners and leases: the epoch, the lease, and its end. */
public final class PartitionLeases {
    private static final String RENEW =
            """
            with held as (select * from %s)
            update partition_lease l
               set lease_until = clock_timestamp() + make_interval(secs => ?)
              from held
             where l.partition = held.partition and l.epoch = held.epoch
            returning l.partition
            """
                    .formatted(Fence.EPOCHS.toTable());

    private final QueueDatabase database;
    private final String owner;
    private final Duration length;

    /**
     * @param owner name of this instance
     * @param length of a lease
     */
    public PartitionLeases(QueueDatabase database, String owner, Duration length) {
        this.database = database;
        this.owner = owner;
        this.length = length;
    }

    /**
     * Renews the lease on these partitions.
     *
     * @return those that have another owner by now
     */
    public Set<Integer> renew(Map<Integer, Long> epochs) {
        var lost = new HashSet<>(epochs.keySet());
        return database.read(connection -> {
            try (var update = connection.prepareStatement(RENEW)) {
                update.setDouble(Fence.EPOCHS.bind(update, epochs.entrySet()), seconds(length));
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

    /** Makes this instance the owner; answers the new epoch. */
    public long raiseEpoch(Connection connection, int partition) throws SQLException {
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

    /** Begins a lease; answers how long the former owner may go on writing to Meta. */
    public Duration lease(Connection connection, int partition, long epoch) throws SQLException {
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
            upsert.setDouble(3, seconds(length));
            upsert.executeUpdate();
        }
        return stillLeased;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
