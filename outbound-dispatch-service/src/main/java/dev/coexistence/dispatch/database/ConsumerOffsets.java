package dev.coexistence.dispatch.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Offsets of the consumed topics, stored with what was read. */
public final class ConsumerOffsets {
    /** The next offset to read of a topic's partition. */
    public record Offset(String topic, int partition, long next) {}

    private ConsumerOffsets() {}

    public static void store(Connection connection, Collection<Offset> offsets)
            throws SQLException {
        if (offsets.isEmpty()) {
            return;
        }
        try (var upsert =
                connection.prepareStatement(
                        """
                        insert into consumer_offset (topic, partition, next_offset)
                        select * from unnest(?::text[], ?::int[], ?::bigint[])
                        on conflict (topic, partition) do update set next_offset = excluded.next_offset
                        """)) {
            new UnnestArguments<>(connection, upsert, offsets)
                    .column("text", Offset::topic)
                    .column("int4", Offset::partition)
                    .column("int8", Offset::next);
            upsert.executeUpdate();
        }
    }
}
