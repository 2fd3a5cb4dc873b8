package dev.coexistence.connection.metrics;

import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.record.ConnectionRow;
import dev.coexistence.connection.record.Connections;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts of the tables' rows for the metrics. */
@Component
public class TableCounts {
    private final JdbcClient jdbc;
    private final MetricsSettings settings;

    public TableCounts(JdbcClient jdbc, MetricsSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /**
     * @param lives at most so many as the limit says
     */
    public record Picture(List<Tally> tallies, List<Live> lives, Outbox outbox) {}

    /** The number of connections in a state. */
    public record Tally(String state, ConnectionMode mode, long numbers) {}

    /**
     * A link.
     *
     * @param lastActivityAt null where nobody has to open an app, or nothing was seen yet
     */
    record Live(
            String phoneNumberId,
            ConnectionMode mode,
            String state,
            @Nullable Instant lastActivityAt) {}

    /** Records that wait, and for how long the oldest has. */
    public record Outbox(long depth, Duration age) {}

    public Picture take() {
        return new Picture(tally(), lives(), outbox());
    }

    /** Of each number the connection that stands for it; before Meta has named it, the newest. */
    private List<Tally> tally() {
        return jdbc.sql(
                        """
                        select state, mode, count(*) from connection
                        where exists (select 1 from number where connection_id = connection.id)
                          or phone_number_id is null and not exists (
                            select 1 from connection newer where newer.phone_number = connection.phone_number
                              and newer.started_at > connection.started_at)
                        group by state, mode
                        """)
                .query((row, _) ->
                        new Tally(
                                row.getString(1),
                                ConnectionMode.valueOf(row.getString(2)),
                                row.getLong(3)))
                .list();
    }

    /** Those whose app has been shut longest first. */
    private List<Live> lives() {
        return jdbc.sql(
                        "select phone_number_id, mode, state, case when mode = 'COEXISTENCE' then last_activity_at end"
                                + " as opened_at from connection where "
                                + Connections.LIVE
                                + " order by opened_at nulls last, phone_number_id limit :limit")
                .param("limit", settings.metricNumbers())
                .query((row, _) ->
                        new Live(
                                row.getString("phone_number_id"),
                                ConnectionMode.valueOf(row.getString("mode")),
                                row.getString("state"),
                                ConnectionRow.maybeTime(row, "opened_at")))
                .list();
    }

    private Outbox outbox() {
        return jdbc.sql(
                        """
                        select count(*),
                          coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::bigint from outbox
                        """)
                .query((row, _) ->
                        new Outbox(row.getLong(1), Duration.ofSeconds(Math.max(0, row.getLong(2)))))
                .single();
    }
}
