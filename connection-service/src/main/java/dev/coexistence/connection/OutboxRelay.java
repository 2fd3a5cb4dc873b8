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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes what waits in the outbox, in order, at least once. One batch is one transaction, and
 * only the one that holds the database's lock publishes, so versions of a number never overtake
 * each other. The lock ends with the transaction, however the process ends.
 */
class OutboxRelay {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int BATCH = 200;
    private static final long LOCK = 0x636f_6e6e_6563_74L;

    private final Outbox outbox;
    private final EventPublisher publisher;
    private final ConnectionMetrics metrics;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    OutboxRelay(
            Outbox outbox,
            EventPublisher publisher,
            ConnectionMetrics metrics,
            JdbcClient jdbc,
            TransactionTemplate transactions) {
        this.outbox = outbox;
        this.publisher = publisher;
        this.metrics = metrics;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Publishes until nothing waits. Called again and again; one call at a time. */
    synchronized void run() throws InterruptedException {
        int published;
        do {
            published = Objects.requireNonNullElse(transactions.execute(this::some), 0);
            for (int one = 0; one < published; one++) {
                metrics.published();
            }
        } while (published > 0);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Removes first: a database that does not let it remove must not let it publish either. */
    private int some(TransactionStatus transaction) {
        if (!holdsLock()) {
            return 0;
        }
        List<Outbox.Waiting> batch = outbox.oldest(BATCH);
        if (batch.isEmpty()) {
            return 0;
        }
        outbox.remove(batch.stream().map(Outbox.Waiting::id).toList());
        if (!publish(batch)) {
            transaction.setRollbackOnly();
            return 0;
        }
        return batch.size();
    }

    private boolean publish(List<Outbox.Waiting> batch) {
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
            return true;
        } catch (ExecutionException e) {
            log.atWarn()
                    .addKeyValue("error", String.valueOf(e.getCause()))
                    .log("Connections could not be published; they stay in the outbox");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean holdsLock() {
        return jdbc.sql("select pg_try_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query(Boolean.class)
                .single();
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
