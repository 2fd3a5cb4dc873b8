package dev.coexistence.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The table {@code outbox}: {@code id} by identity, {@code topic}, {@code partition}, {@code
 * phone_number_id} (the record's key), {@code payload}, {@code traceparent}.
 */
public final class OutboxTable implements OutboxRows {
    private static final String COLUMNS =
            "select id, topic, partition, phone_number_id, payload, traceparent from outbox";
    private static final String REMOVE = "delete from outbox where id = any (?)";

    /** Does not wait for the disk. A crash may undo it: then the rows are published again. */
    private static final String REMOVE_RELAXED =
            """
            with relaxed as materialized
              (select set_config('synchronous_commit', 'off', true) as now)
            delete from outbox using relaxed where id = any (?) and relaxed.now = 'off'
            """;

    private static final ColumnBatch<Entry> ENTRIES =
            ColumnBatch.<Entry>into("outbox")
                    .text("topic", Entry::topic)
                    .integer("partition", Entry::partition)
                    .text("phone_number_id", Entry::key)
                    .bytes("payload", Entry::payload)
                    .text("traceparent", Entry::traceparent);

    private final JdbcTemplate jdbc;

    /** A record to publish when the transaction commits that it was made in. */
    public record Entry(
            String topic,
            @Nullable Integer partition,
            String key,
            byte[] payload,
            @Nullable String traceparent) {}

    public OutboxTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds records to the transaction under way. */
    public void add(Collection<Entry> entries) {
        jdbc.execute(
                (ConnectionCallback<Boolean>)
                        connection -> {
                            add(connection, entries);
                            return true;
                        });
    }

    /** Adds records to the transaction of the connection. */
    public static void add(Connection connection, Collection<Entry> entries) throws SQLException {
        ENTRIES.insert(connection, entries, "");
    }

    @Override
    public List<OutboxRow> findOldest(OutboxScope scope, int limit) {
        return switch (scope) {
            case OutboxScope.Everything() ->
                    jdbc.query(COLUMNS + " order by id limit ?", (row, _) -> read(row), limit);
            case OutboxScope.Partitions(var owned) ->
                    jdbc.query(
                            COLUMNS + " where partition = any (?) order by id limit ?",
                            (row, _) -> read(row),
                            owned.toArray(Integer[]::new),
                            limit);
        };
    }

    @Override
    public void remove(OutboxScope scope, Long[] ids) {
        String statement =
                switch (scope) {
                    case OutboxScope.Everything() -> REMOVE;
                    case OutboxScope.Partitions _ -> REMOVE_RELAXED;
                };
        jdbc.update(statement, (Object) ids);
    }

    private static OutboxRow read(ResultSet row) throws SQLException {
        return new OutboxRow(
                row.getLong("id"),
                row.getString("topic"),
                row.getObject("partition", Integer.class),
                row.getString("phone_number_id"),
                row.getBytes("payload"),
                row.getString("traceparent"));
    }
}
