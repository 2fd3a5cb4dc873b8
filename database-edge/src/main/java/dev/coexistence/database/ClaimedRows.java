package dev.coexistence.database;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * A queue in a table that several processes work on: due rows are claimed until a time, counted as
 * one attempt more, and skipped by others meanwhile ({@code for update skip locked}). What its
 * process does not end by then is claimed again.
 *
 * @param <T> a claimed row
 */
public final class ClaimedRows<T> {
    private final JdbcTemplate jdbc;
    private final String statement;
    private final RowMapper<T> reader;

    /**
     * The queue as SQL.
     *
     * @param table with a column {@code attempts}
     * @param key the table's key
     * @param until the column that a claim sets to its end
     * @param due condition of a row, of the alias {@code q}, that may be claimed; with its
     *     parameters
     * @param order of the claimed rows
     * @param columns of a claimed row
     */
    public record Queue(
            String table, String key, String until, String due, String order, String columns) {

        String toStatement() {
            return """
            update %1$s set %3$s = ?, attempts = attempts + 1 where %2$s in (
              select q.%2$s from %1$s q where %4$s order by %5$s limit ? for update skip locked)
            returning %6$s
            """
                    .formatted(table, key, until, due, order, columns);
        }
    }

    public ClaimedRows(JdbcTemplate jdbc, Queue queue, RowMapper<T> reader) {
        this.jdbc = jdbc;
        this.statement = queue.toStatement();
        this.reader = reader;
    }

    /**
     * Claims due rows for this process.
     *
     * @param until end of the claim
     * @param due parameters of the queue's condition
     */
    public List<T> claim(int limit, Instant until, Object... due) {
        var arguments = new ArrayList<>(due.length + 2);
        arguments.add(Timestamp.from(until));
        arguments.addAll(Arrays.asList(due));
        arguments.add(limit);
        return jdbc.query(statement, reader, arguments.toArray());
    }
}
