package dev.coexistence.connection;

import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.record.Outbox;
import dev.coexistence.connection.record.PublishedConnection;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionMode;
import dev.coexistence.schemas.events.ConnectionStatus;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what waits in the outbox, in order, at least once. Only the process that holds the
 * database's lock publishes, so versions of a number never overtake each other.
 */
class OutboxRelay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int BATCH = 200;
    private static final long LOCK = 0x636f_6e6e_6563_74L;

    private final Outbox outbox;
    private final EventPublisher publisher;
    private final ConnectionMetrics metrics;
    private final DataSource database;
    private java.sql.@Nullable Connection lock;

    OutboxRelay(
            Outbox outbox,
            EventPublisher publisher,
            ConnectionMetrics metrics,
            DataSource database) {
        this.outbox = outbox;
        this.publisher = publisher;
        this.metrics = metrics;
        this.database = database;
    }

    /** Publishes until nothing waits. Called again and again; one call at a time. */
    synchronized void run() throws InterruptedException {
        if (!holdsLock()) {
            return;
        }
        List<Outbox.Waiting> batch = outbox.oldest(BATCH);
        while (!batch.isEmpty() && publish(batch)) {
            batch = outbox.oldest(BATCH);
        }
    }

    private boolean publish(List<Outbox.Waiting> batch) throws InterruptedException {
        CompletableFuture<?>[] sent =
                batch.stream()
                        .map(waiting ->
                                publisher.publish(
                                        Topics.CONNECTIONS,
                                        waiting.record().key().phoneNumberId(),
                                        event(waiting.record())))
                        .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(sent).get();
        } catch (ExecutionException e) {
            log.atWarn()
                    .addKeyValue("error", String.valueOf(e.getCause()))
                    .log("Connections could not be published; they stay in the outbox");
            return false;
        }
        outbox.remove(batch.stream().map(Outbox.Waiting::id).toList());
        batch.forEach(_ -> metrics.published());
        return true;
    }

    /**
     * The lock belongs to a connection of its own and ends with it, also when this process dies.
     */
    private boolean holdsLock() {
        try {
            if (lock != null && lock.isValid(2)) {
                return true;
            }
            release();
            var candidate = database.getConnection();
            try (var statement = candidate.prepareStatement("select pg_try_advisory_lock(?)")) {
                statement.setLong(1, LOCK);
                try (var result = statement.executeQuery()) {
                    if (result.next() && result.getBoolean(1)) {
                        lock = candidate;
                        return true;
                    }
                }
            }
            candidate.close();
            return false;
        } catch (SQLException e) {
            log.atWarn()
                    .addKeyValue("error", e.getSQLState())
                    .log("The outbox lock could not be taken");
            release();
            return false;
        }
    }

    private void release() {
        if (lock != null) {
            try (var closing = lock) {
                lock = null;
                try (var statement = closing.prepareStatement("select pg_advisory_unlock(?)")) {
                    statement.setLong(1, LOCK);
                    statement.execute();
                }
            } catch (SQLException e) {
                log.atDebug()
                        .addKeyValue("error", e.getSQLState())
                        .log("The outbox lock was lost with its connection");
            }
        }
    }

    @Override
    public synchronized void close() {
        release();
    }

    static Connection event(PublishedConnection record) {
        var key = record.key();
        var standing = record.standing();
        var rules = record.rules();
        var last = record.lastActivity();
        return Connection.newBuilder()
                .setPhoneNumberId(key.phoneNumberId())
                .setConnectionId(key.connectionId())
                .setEpoch(key.epoch())
                .setVersion(key.version())
                .setState(ConnectionStatus.valueOf(standing.state()))
                .setMode(ConnectionMode.valueOf(rules.mode().name()))
                .setBudgetPerSecond(rules.budgetPerSecond())
                .setPresumedInactive(standing.presumedInactive())
                .setInactivityWarningDays(standing.warnedDays())
                .setDisplayPhoneNumber(record.appearance().phoneNumber())
                .setVerifiedName(record.appearance().verifiedName())
                .setWabaId(record.appearance().wabaId())
                .setCountry(record.appearance().country())
                .setPolicyEdition(rules.edition())
                .setDisabledFeatures(rules.disabledFeatures())
                .setEncryptedToken(
                        rules.encryptedToken() == null
                                ? null
                                : ByteBuffer.wrap(rules.encryptedToken()))
                .setLinkProvenAt(rules.linkProvenAt())
                .setReason(standing.reason())
                .setInitiatedBy(standing.initiatedBy())
                .setLastActivityAt(last == null ? null : last.at())
                .setLastActivityKind(last == null ? null : last.kind())
                .setChangedAt(key.changedAt())
                .build();
    }
}
