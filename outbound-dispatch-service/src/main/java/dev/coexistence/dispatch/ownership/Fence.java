package dev.coexistence.dispatch.ownership;

import dev.coexistence.dispatch.database.UnnestArguments;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Keeps an older owner's writes out. */
public final class Fence {
    private Fence() {}

    /**
     * Holds the ownership of these partitions until the transaction ends: nobody can take over
     * meanwhile.
     *
     * @param epochs the epoch under which each partition is to be written
     * @return the partitions that are owned under another epoch by now
     */
    public static Set<Integer> hold(Connection connection, Map<Integer, Long> epochs)
            throws SQLException {
        var lost = new HashSet<>(epochs.keySet());
        try (var select =
                connection.prepareStatement(
                        """
                        select o.partition from partition_owner o
                          join unnest(?::int[], ?::bigint[]) as held(partition, epoch)
                            on o.partition = held.partition and o.epoch = held.epoch
                          order by o.partition
                          for share of o
                        """)) {
            new UnnestArguments<>(connection, select, epochs.entrySet())
                    .column("int4", Map.Entry::getKey)
                    .column("int8", Map.Entry::getValue);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    lost.remove(rows.getInt(1));
                }
            }
        }
        return lost;
    }
}
