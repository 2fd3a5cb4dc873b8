package dev.coexistence.dispatch.ownership;

import dev.coexistence.database.ColumnBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Keeps an older owner's writes out. */
public final class Fence {
    /** Partitions with the epoch under which they are written. */
    static final ColumnBatch<Map.Entry<Integer, Long>> EPOCHS =
            ColumnBatch.<Map.Entry<Integer, Long>>rows()
                    .integer("partition", Map.Entry::getKey)
                    .bigint("epoch", Map.Entry::getValue);

    private static final String HOLD =
            """
            select o.partition from partition_owner o
              join %s on o.partition = v.partition and o.epoch = v.epoch
              order by o.partition
              for share of o
            """
                    .formatted(EPOCHS.toTable());

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
        try (var select = connection.prepareStatement(HOLD)) {
            EPOCHS.bind(select, epochs.entrySet());
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    lost.remove(rows.getInt(1));
                }
            }
        }
        return lost;
    }
}
