package dev.coexistence.dispatch.database;

import dev.coexistence.database.ColumnBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Offsets of the consumed topics, stored with what was read. */
public final class ConsumerOffsets {
    /** The next offset to read of a topic's partition. */
    public record Offset(String topic, int partition, long next) {}

    private static final ColumnBatch<Offset> OFFSETS =
            ColumnBatch.<Offset>into("consumer_offset")
                    .text("topic", Offset::topic)
                    .integer("partition", Offset::partition)
                    .bigint("next_offset", Offset::next);

    private ConsumerOffsets() {}

    public static void store(Connection connection, Collection<Offset> offsets)
            throws SQLException {
        OFFSETS.insert(
                connection,
                offsets,
                "on conflict (topic, partition) do update set next_offset = excluded.next_offset");
    }
}
