package dev.coexistence.benchmarks.conversation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;

/** The tables that a message which comes in is written to, and twins of them for the peers. */
final class ProjectTables {
    static final List<String> ALL =
            List.of(
                    "contact",
                    "contact_alias",
                    "message",
                    "search_text",
                    "conversation",
                    "change_batch");

    private ProjectTables() {}

    /** Empty tables of the same columns and indexes in a schema of their own. */
    static void twins(Connection connection, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
            for (String table : ALL) {
                statement.execute(
                        "CREATE TABLE %s.%s (LIKE conversation.%s INCLUDING ALL)"
                                .formatted(schema, table, table));
            }
        }
    }

    /**
     * Copies tables out and into their twins, one after the other, in the order in which the
     * service wrote the rows.
     *
     * @param format as COPY names it
     * @return seconds that the copying in took
     */
    static double copy(
            Connection connection, String schema, List<String> tables, String format, Path folder)
            throws SQLException, IOException {
        twins(connection, schema);
        var copy = connection.unwrap(PGConnection.class).getCopyAPI();
        long nanos = 0;
        for (String table : tables) {
            Path file = folder.resolve(schema + "-" + table);
            try (var out = Files.newOutputStream(file)) {
                copy.copyOut(
                        "COPY conversation.%s TO STDOUT (FORMAT %s)".formatted(table, format), out);
            }
            long start = System.nanoTime();
            try (var in = Files.newInputStream(file)) {
                copy.copyIn(
                        "COPY %s.%s FROM STDIN (FORMAT %s)".formatted(schema, table, format), in);
            }
            nanos += System.nanoTime() - start;
            Files.delete(file);
        }
        return nanos / 1e9;
    }
}
