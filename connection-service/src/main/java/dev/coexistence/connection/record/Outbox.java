package dev.coexistence.connection.record;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.policy.PolicyCatalogue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Records on their way to {@code whatsapp.connections}. */
public class Outbox {
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final PolicyCatalogue policies;
    private final InstantSource time;

    public Outbox(JdbcClient jdbc, JsonMapper json, PolicyCatalogue policies, InstantSource time) {
        this.jdbc = jdbc;
        this.json = json;
        this.policies = policies;
        this.time = time;
    }

    /** A record that waits, with its place in the order. */
    public record Waiting(long id, PublishedConnection record) {}

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
                .ifPresent(version -> insert(connection, number, version));
    }

    /** A test of the link passed; the connection's next versions say so. */
    void linkProven(UUID id, Instant now) {
        jdbc.sql("update connection set link_proven_at = :now where id = :id")
                .param("now", ConnectionRow.at(now))
                .param("id", id)
                .update();
    }

    /** The oldest records, in order. */
    public List<Waiting> oldest(int limit) {
        return jdbc.sql("select id, record from outbox order by id limit :limit")
                .param("limit", limit)
                .query((row, _) ->
                        new Waiting(
                                row.getLong("id"),
                                json.readValue(row.getString("record"), PublishedConnection.class)))
                .list();
    }

    /** By id, one by one: a row with a smaller id may have been committed meanwhile. */
    public void remove(List<Long> ids) {
        jdbc.sql("delete from outbox where id in (:ids)").param("ids", ids).update();
    }

    public long size() {
        return jdbc.sql("select count(*) from outbox").query(Long.class).single();
    }

    private void insert(Connection connection, String number, long version) {
        var record =
                PublishedConnection.of(
                        connection,
                        policies.inForce(),
                        jdbc.sql(
                                        "select encrypted_token, link_proven_at from connection where id = :id")
                                .param("id", connection.id())
                                .query((row, _) ->
                                        new PublishedConnection.Link(
                                                row.getBytes(1),
                                                ConnectionRow.maybeTime(row, "link_proven_at")))
                                .single(),
                        version,
                        time.instant());
        jdbc.sql(
                        "insert into outbox (phone_number_id, version, record) values (:number, :version, :record)")
                .param("number", number)
                .param("version", version)
                .param("record", json.writeValueAsString(record))
                .update();
    }
}
