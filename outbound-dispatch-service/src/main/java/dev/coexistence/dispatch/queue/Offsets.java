package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.queue.CommandStore.Offset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** How far topics were read. */
final class Offsets {
    private Offsets() {}

    static void store(Connection connection, Collection<Offset> offsets) throws SQLException {
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
