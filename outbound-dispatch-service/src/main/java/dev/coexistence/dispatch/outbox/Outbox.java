package dev.coexistence.dispatch.outbox;

import dev.coexistence.dispatch.outbox.ResultPublications.Publication;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Transactional outbox: publications of the transaction that adds them. */
public final class Outbox {
    private Outbox() {}

    public static void add(Connection connection, List<Publication> publications)
            throws SQLException {
        if (publications.isEmpty()) {
            return;
        }
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into outbox (partition, phone_number_id, payload, traceparent, topic)
                        select * from unnest(?::int[], ?::text[], ?::bytea[], ?::text[], ?::text[])
                        """)) {
            insert.setArray(
                    1,
                    connection.createArrayOf(
                            "int4", publications.stream().map(Publication::partition).toArray()));
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "text", publications.stream().map(Publication::number).toArray()));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "bytea",
                            publications.stream()
                                    .map(Publication::payload)
                                    .toArray(byte[][]::new)));
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "text", publications.stream().map(Publication::traceparent).toArray()));
            insert.setArray(
                    5,
                    connection.createArrayOf(
                            "text", publications.stream().map(Publication::topic).toArray()));
            insert.executeUpdate();
        }
    }
}
