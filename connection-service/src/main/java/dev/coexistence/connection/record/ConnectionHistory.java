package dev.coexistence.connection.record;

import static dev.coexistence.connection.record.ConnectionRow.at;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionChange;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The events of connections, in order: for people. */
@Component
public class ConnectionHistory {
    private static final Logger log = LoggerFactory.getLogger(ConnectionHistory.class);

    private final JdbcClient jdbc;
    private final InstantSource time;

    public ConnectionHistory(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    /** An entry of a connection's history. */
    public record Entry(
            Instant at,
            @Nullable Long epoch,
            String connectionId,
            String event,
            String from,
            String to,
            String evidence) {}

    /** Belongs into the transaction of the change. */
    void remember(Connection connection, String from, ConnectionChange change) {
        if (change.event().isEmpty()) {
            return;
        }
        log.atInfo()
                .addKeyValue("connection", connection.id())
                .addKeyValue("event", change.event())
                .addKeyValue("from", from)
                .addKeyValue("to", StateColumns.of(connection.state()).state())
                .log("Connection changed");
        var facts = connection.number();
        jdbc.sql(
                        """
                        insert into history (connection_id, epoch, at, event, from_state, to_state, evidence)
                        values (:id, :epoch, :at, :event, :from, :to, :evidence)
                        """)
                .param("id", connection.id())
                .param("epoch", facts == null ? null : facts.epoch())
                .param("at", at(time.instant()))
                .param("event", change.event())
                .param("from", from)
                .param("to", StateColumns.of(connection.state()).state())
                .param("evidence", change.evidence())
                .update();
    }

    /**
     * Of all epochs of a number.
     *
     * @param tenant whose epochs alone; null for all
     */
    public List<Entry> findAll(String phoneNumberId, @Nullable String tenant) {
        return jdbc.sql(
                        """
                        select history.* from history join connection on connection.id = connection_id
                        where phone_number_id = :number and (cast(:tenant as text) is null or tenant = :tenant)
                        order by history.id
                        """)
                .param("number", phoneNumberId)
                .param("tenant", tenant)
                .query((row, _) ->
                        new Entry(
                                ConnectionRow.time(row, "at"),
                                row.getObject("epoch", Long.class),
                                row.getString("connection_id"),
                                row.getString("event"),
                                row.getString("from_state"),
                                row.getString("to_state"),
                                row.getString("evidence")))
                .list();
    }
}
