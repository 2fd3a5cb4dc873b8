package dev.coexistence.connection.record;

import static dev.coexistence.connection.record.ConnectionRow.COLUMNS;
import static dev.coexistence.connection.record.ConnectionRow.at;

import dev.coexistence.access.AuditLog;
import dev.coexistence.access.Caller;
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

    /** A sign-up that only says so comes after one that Meta has shown to have the number. */
    private static final String PROVEN_FIRST =
            " order by phone_number_id is null, started_at desc limit 1";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ConnectionOutbox outbox;
    private final ConnectionHistory history;
    private final AuditLog audit;

    public Connections(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            ConnectionOutbox outbox,
            ConnectionHistory history,
            AuditLog audit) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.outbox = outbox;
        this.history = history;
        this.audit = audit;
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
    public void add(Connection connection, Caller caller) {
        inTransaction(() -> {
            ConnectionRow.insert(jdbc, connection);
            String action = "connection.sign-up";
            new CallerAct(caller, action).write(audit, connection);
            CallerAct.writeForTenant(
                    audit, caller, action, CallerAct.object(connection), connection.tenant());
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

    /** The same by a caller's wish: what changed is in the audit as well. */
    public Optional<Connection> change(
            UUID id, CallerAct act, Function<Connection, Optional<ConnectionChange>> decision) {
        return change(
                id,
                before -> {
                    var decided = decision.apply(before);
                    decided.ifPresent(change -> act.write(audit, before, change.next()));
                    return decided;
                });
    }

    public Optional<Connection> find(UUID id) {
        return one("id = :key", id);
    }

    /** The link that exists for a number, whatever newer sign-up may be under way. */
    Optional<Connection> findLive(String phoneNumberId) {
        return one(LIVE + " and phone_number_id = :key", phoneNumberId);
    }

    public Optional<Connection> findLiveByPhoneNumber(String tenant, String e164) {
        return many(LIVE + " and phone_number = :key order by epoch desc", e164).stream()
                .filter(link -> link.tenant().equals(tenant))
                .findFirst();
    }

    public Optional<Connection> findUnderWay(String tenant, String e164) {
        return many("state in ('PENDING', 'ONBOARDING') and phone_number = :key", e164).stream()
                .filter(signUp -> signUp.tenant().equals(tenant))
                .findFirst();
    }

    /** The connection that stands for a number: what the topic shows. */
    public Optional<Connection> findCurrent(String phoneNumberId) {
        return one(
                "id = (select connection_id from number where phone_number_id = :key)",
                phoneNumberId);
    }

    /** The tenant's links of the same number, also where Meta knows it by another id now. */
    public List<Connection> listOlderLinks(Connection connection) {
        return Stream.concat(
                        findLive(connection.facts().phoneNumberId()).stream(),
                        many(LIVE + " and phone_number = :key", connection.signUp().number().e164())
                                .stream())
                .filter(link ->
                        !link.id().equals(connection.id())
                                && link.tenant().equals(connection.tenant()))
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
                "(" + LIVE + " or state = 'ONBOARDING') and phone_number = :key" + PROVEN_FIRST,
                e164);
    }

    /** The newest connection that ever was of a WABA. */
    public Optional<Connection> findLastOfWaba(String wabaId) {
        return one("waba_id = :key order by started_at desc limit 1", wabaId);
    }

    /** The newest sign-up of a number that came to an end. */
    public Optional<Connection> findLastByPhoneNumber(String e164) {
        return one("phone_number = :key" + PROVEN_FIRST, e164);
    }

    /** Connections of a WABA that live or are being onboarded. */
    public List<Connection> listOfWaba(String wabaId) {
        return many(
                "("
                        + LIVE
                        + " or state = 'ONBOARDING') and waba_id = :key order by phone_number_id",
                wabaId);
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
            long epoch = NumberRow.beginEpoch(jdbc, profile.phoneNumberId(), connection, linked);
            return connection.withNumber(
                    new NumberFacts(
                            profile, epoch, wabaId, ConnectionRow.onboardedAt(jdbc, connection)));
        });
    }

    /** True where a number is another tenant's than this sign-up, whatever has become of it. */
    public boolean isOfAnotherTenant(String phoneNumberId, Connection connection) {
        return NumberRow.findTenant(jdbc, phoneNumberId)
                .filter(owner -> !owner.equals(connection.tenant()))
                .isPresent();
    }

    /** From now on the number shows this connection. */
    public void show(Connection connection) {
        NumberRow.show(jdbc, connection);
    }

    /**
     * Gives a number with its connection to another tenant, as an operator of the platform wishes.
     *
     * @return the connection after it; empty where there is none of that id
     */
    public Optional<Connection> move(UUID id, String tenant, Caller caller) {
        return inTransaction(() ->
                lock(id).map(before -> {
                    if (before.tenant().equals(tenant)) {
                        return before;
                    }
                    var moved = before.withTenant(tenant);
                    NumberRow.move(jdbc, moved);
                    CallerAct.writeMove(audit, caller, before, moved);
                    return store(
                            before, new ConnectionChange(moved, "TENANT_CHANGED", "by request"));
                }));
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
        return jdbc.sql("select " + COLUMNS + " from connection where " + where)
                .param("key", key)
                .query(ConnectionRow::read)
                .optional();
    }

    private List<Connection> many(String where, Object key) {
        return jdbc.sql("select " + COLUMNS + " from connection where " + where)
                .param("key", key)
                .query(ConnectionRow::read)
                .list();
    }
}
