package dev.coexistence.connection.record;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.database.OutboxRow;
import dev.coexistence.database.OutboxRows;
import dev.coexistence.database.OutboxScope;
import dev.coexistence.database.OutboxTable;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The versions of connections on their way to {@code whatsapp.connections}. */
public class ConnectionOutbox implements OutboxRows {
    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcClient jdbc;
    private final OutboxTable table;
    private final EventSerde serde;
    private final PolicyCatalogue policies;
    private final InstantSource time;

    public ConnectionOutbox(
            JdbcClient jdbc,
            OutboxTable table,
            EventSerde serde,
            PolicyCatalogue policies,
            InstantSource time) {
        this.jdbc = jdbc;
        this.table = table;
        this.serde = serde;
        this.policies = policies;
        this.time = time;
    }

    /**
     * Puts the connection's next version into the outbox, where its number shows it. Belongs into
     * the transaction that changes the row; the number's row orders the versions.
     */
    public void append(Connection connection) {
        String number = connection.facts().phoneNumberId();
        jdbc.sql(
                        """
                        update number set version = version + 1
                        where phone_number_id = :number and connection_id = :id returning version
                        """)
                .param("number", number)
                .param("id", connection.id())
                .query(Long.class)
                .optional()
                .ifPresent(version -> append(connection, version));
    }

    private void append(Connection connection, long version) {
        var link =
                jdbc.sql("select encrypted_token, link_proven_at from connection where id = :id")
                        .param("id", connection.id())
                        .query((row, _) ->
                                new ConnectionEvent.Link(
                                        row.getBytes(1),
                                        ConnectionRow.maybeTime(row, "link_proven_at")))
                        .single();
        var event =
                ConnectionEvent.toEvent(
                        connection, policies.inForce(), link, version, time.instant());
        table.add(
                List.of(
                        new OutboxTable.Entry(
                                Topics.CONNECTIONS.name(),
                                null,
                                event.getPhoneNumberId(),
                                serde.write(Topics.CONNECTIONS, event),
                                null)));
    }

    @Override
    public List<OutboxRow> findOldest(OutboxScope scope, int limit) {
        convertJson(limit);
        return table.findOldest(scope, limit);
    }

    @Override
    public void remove(OutboxScope scope, Long[] ids) {
        table.remove(scope, ids);
    }

    public long countWaiting() {
        return jdbc.sql("select count(*) from outbox").query(Long.class).single();
    }

    /** As many as are read next, so that none of them is without bytes. */
    private void convertJson(int limit) {
        record Former(long id, String json) {}
        jdbc.sql("select id, record from outbox where payload is null order by id limit :limit")
                .param("limit", limit)
                .query((row, _) -> new Former(row.getLong(1), row.getString(2)))
                .list()
                .forEach(former ->
                        jdbc.sql("update outbox set payload = :payload where id = :id")
                                .param(
                                        "payload",
                                        serde.write(
                                                Topics.CONNECTIONS,
                                                JsonRecord.toEvent(JSON.readTree(former.json()))))
                                .param("id", former.id())
                                .update());
    }
}
