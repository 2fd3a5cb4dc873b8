package dev.coexistence.connection;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts connections, for the metrics. */
class Census {
    private final JdbcClient jdbc;

    Census(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many numbers' connections are in a state. */
    record Tally(String state, String mode, long numbers) {}

    List<Tally> tally() {
        return jdbc.sql(
                        """
                        select state, mode, count(*) from number join connection on id = connection_id
                        group by state, mode
                        """)
                .query((row, _) -> new Tally(row.getString(1), row.getString(2), row.getLong(3)))
                .list();
    }

    /** The newest evidence of activity of each coexistence link. */
    Map<String, Instant> activity() {
        var activity = new HashMap<String, Instant>();
        jdbc.sql(
                        "select phone_number_id, last_activity_at from connection where last_activity_at is not null"
                                + " and mode = 'COEXISTENCE' and "
                                + Connections.LIVE)
                .query((java.sql.ResultSet row) -> {
                    activity.put(row.getString(1), row.getTimestamp(2).toInstant());
                });
        return activity;
    }
}
