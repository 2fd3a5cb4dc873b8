package dev.coexistence.connection.record;

import static dev.coexistence.connection.record.ConnectionRow.at;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionChange;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.NumberFacts;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All connections, in PostgreSQL. {@link #change} is the only door for a change: under the row's
 * lock, with its entry in the history and its record in the outbox, all in one transaction.
 */
@Component
public class Connections {
    public static final String LIVE = "state in ('CONNECTED', 'SUSPENDED', 'DISCONNECTING')";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ConnectionOutbox outbox;
    private final ConnectionHistory history;

    public Connections(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            ConnectionOutbox outbox,
            ConnectionHistory history) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.outbox = outbox;
        this.history = history;
    }

    /** All or nothing; joins a transaction that is under way. */
    public <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transactions.execute(_ -> work.get()));
    }

    /**
     * Stores a new sign-up.
     *
     * @throws org.springframework.dao.DuplicateKeyException where one for this number is under way
     */
    public void add(Connection connection) {
        inTransaction(() -> {
            ConnectionRow.insert(jdbc, connection);
            history.remember(
                    connection,
                    "-",
                    new ConnectionChange(
                            connection, "SIGN_UP_STARTED", connection.signUp().edition()));
            return true;
        });
    }

    /**
     * Changes a connection as decided on its newest row.
     *
     * @param decision empty where nothing is to change; called under the row's lock, so it must be
     *     quick
     * @return the connection after the change; empty where there is none of that id or nothing
     *     changed
     */
    public Optional<Connection> change(
            UUID id, Function<Connection, Optional<ConnectionChange>> decision) {
        return inTransaction(() ->
                lock(id).flatMap(before ->
                        decision.apply(before).map(change -> store(before, change))));
    }

    public Optional<Connection> find(UUID id) {
        return one("id = :key", id);
    }

    /** The link that exists for a number, whatever newer sign-up may be under way. */
    Optional<Connection> findLive(String phoneNumberId) {
        return one(LIVE + " and phone_number_id = :key", phoneNumberId);
    }

    public Optional<Connection> findLiveByPhoneNumber(String e164) {
        return one(LIVE + " and phone_number = :key order by epoch desc limit 1", e164);
    }

    public Optional<Connection> findUnderWay(String e164) {
        return one("state in ('PENDING', 'ONBOARDING') and phone_number = :key", e164);
    }

    /** The connection that stands for a number: what the topic shows. */
    public Optional<Connection> findCurrent(String phoneNumberId) {
        return one(
                "id = (select connection_id from number where phone_number_id = :key)",
                phoneNumberId);
    }

    /** Links of the same number, also where Meta knows it by another id now. */
    public List<Connection> listOlderLinks(Connection connection) {
        return Stream.concat(
                        findLive(connection.facts().phoneNumberId()).stream(),
                        many(LIVE + " and phone_number = :key", connection.signUp().number().e164())
                                .stream())
                .filter(link -> !link.id().equals(connection.id()))
                .distinct()
                .toList();
    }

    /** The newest connection of a number that lives or is being onboarded. */
    public Optional<Connection> findNewest(String phoneNumberId) {
        return one(
                "("
                        + LIVE
                        + " or state = 'ONBOARDING') and phone_number_id = :key order by epoch desc limit 1",
                phoneNumberId);
    }

    public Optional<Connection> findNewestByPhoneNumber(String e164) {
        return one(
                "("
                        + LIVE
                        + " or state = 'ONBOARDING') and phone_number = :key order by started_at desc limit 1",
                e164);
    }

    /** The newest connection that ever was of a WABA. */
    public Optional<Connection> findLastOfWaba(String wabaId) {
        return one("waba_id = :key order by started_at desc limit 1", wabaId);
    }

    /** The newest sign-up of a number that came to an end. */
    public Optional<Connection> findLastByPhoneNumber(String e164) {
        return one("phone_number = :key order by started_at desc limit 1", e164);
    }

    /** Connections of a WABA that live or are being onboarded. */
    public List<Connection> listOfWaba(String wabaId) {
        return many(
                "("
                        + LIVE
                        + " or state = 'ONBOARDING') and waba_id = :key order by phone_number_id",
                wabaId);
    }

    /** The current connection of each number after that one, in the order of their ids. */
    public List<Connection> listCurrents(String afterNumber, int limit) {
        return many(
                "id in (select connection_id from number where phone_number_id > :key order by phone_number_id limit "
                        + limit
                        + ") order by phone_number_id",
                afterNumber);
    }

    /** Every link that exists. */
    public List<Connection> listLive() {
        return many(LIVE + " and :key = '' order by phone_number_id", "");
    }

    /** Sign-ups that were not finished in time. */
    public List<Connection> listOverdue(Instant now) {
        return many(
                "state = 'PENDING' and expires_at <= :key order by expires_at limit 100", at(now));
    }

    /**
     * Coexistence links that have been silent since before a time and are not known to be inactive.
     */
    public List<Connection> listSilentSince(Instant before, int presumedInactiveDays) {
        return many(
                "state = 'CONNECTED' and mode = 'COEXISTENCE' and warned_days < "
                        + presumedInactiveDays
                        + " and last_activity_at <= :key",
                at(before));
    }

    /**
     * Gives a number its next epoch; the number shows this connection unless an older link lives.
     */
    public Connection identify(Connection connection, NumberFacts.Profile profile, String wabaId) {
        return inTransaction(() -> {
            boolean linked = findLive(profile.phoneNumberId()).isPresent();
            long epoch =
                    jdbc.sql(
                                    """
                                    insert into number (phone_number_id, epoch, version, connection_id)
                                    values (:number, 1, 0, :id)
                                    on conflict (phone_number_id) do update set epoch = number.epoch + 1,
                                      connection_id = case when :linked then number.connection_id else :id end
                                    returning epoch
                                    """)
                            .param("number", profile.phoneNumberId())
                            .param("id", connection.id())
                            .param("linked", linked)
                            .query(Long.class)
                            .single();
            return connection.withNumber(
                    new NumberFacts(profile, epoch, wabaId, onboardedAt(connection)));
        });
    }

    /** From now on the number shows this connection. */
    public void show(Connection connection) {
        jdbc.sql("update number set connection_id = :id where phone_number_id = :number")
                .param("id", connection.id())
                .param("number", connection.facts().phoneNumberId())
                .update();
    }

    private Instant onboardedAt(Connection connection) {
        return jdbc.sql("select coalesce(onboarded_at, started_at) from connection where id = :id")
                .param("id", connection.id())
                .query((row, _) -> row.getTimestamp(1).toInstant())
                .single();
    }

    private Connection store(Connection before, ConnectionChange change) {
        var next = change.next();
        if (next.equals(before)) {
            history.remember(next, StateColumns.of(before.state()).state(), change);
            return next;
        }
        ConnectionRow.update(jdbc, next);
        history.remember(next, StateColumns.of(before.state()).state(), change);
        if (next.number() != null) {
            outbox.append(next);
        }
        return next;
    }

    /** A test of the link passed, which somebody waits for: the number's next record says so. */
    public void proveLink(UUID id, Instant now) {
        transactions.executeWithoutResult(_ ->
                lock(id).filter(row -> row.state() instanceof ConnectionState.Live)
                        .ifPresent(row -> {
                            jdbc.sql("update connection set link_proven_at = :now where id = :id")
                                    .param("now", at(now))
                                    .param("id", id)
                                    .update();
                            outbox.append(row);
                        }));
    }

    /** The newest row, which nobody else changes until the transaction ends. */
    public Optional<Connection> lock(UUID id) {
        return one("id = :key for update", id);
    }

    private Optional<Connection> one(String where, Object key) {
        return jdbc.sql("select * from connection where " + where)
                .param("key", key)
                .query(ConnectionRow::read)
                .optional();
    }

    private List<Connection> many(String where, Object key) {
        return jdbc.sql("select * from connection where " + where)
                .param("key", key)
                .query(ConnectionRow::read)
                .list();
    }
}
