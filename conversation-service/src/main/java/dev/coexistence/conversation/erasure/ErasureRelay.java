package dev.coexistence.conversation.erasure;

import dev.coexistence.conversation.contact.ErasedAliases;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.AliasHash;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Erasure;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells the other services whom to forget: at least once, for as long as the broker is away. And
 * gives a key, at the first turn, to names that were remembered by a plain hash.
 */
@Component
class ErasureRelay {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureRelay.class);
    private static final int AT_ONCE = 100;

    private final JdbcTemplate database;
    private final TransactionTemplate transaction;
    private final EventPublisher publisher;
    private final AliasHash hashes;
    private boolean keyed;

    ErasureRelay(
            JdbcTemplate database,
            TransactionTemplate transaction,
            EventPublisher publisher,
            AliasHash hashes) {
        this.database = database;
        this.transaction = transaction;
        this.publisher = publisher;
        this.hashes = hashes;
    }

    @Scheduled(initialDelay = 1_000, fixedDelay = 1_000)
    void turn() {
        try {
            if (!keyed) {
                giveKeys();
                keyed = true;
            }
            relay();
        } catch (DataAccessException | TransactionException | CompletionException e) {
            LOG.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The broker or the database does not answer: erasures wait in the outbox");
        }
    }

    /** Publishes what waits, and removes what the broker has acknowledged. */
    void relay() {
        List<Erasure> waiting =
                database.query(
                        "select erasure_id, phone_number_id, encrypted_aliases, erased_at from erasure_outbox"
                                + " order by erased_at limit "
                                + AT_ONCE,
                        (row, _) ->
                                Erasure.newBuilder()
                                        .setErasureId(row.getString(1))
                                        .setPhoneNumberId(row.getString(2))
                                        .setEncryptedAliases(ByteBuffer.wrap(row.getBytes(3)))
                                        .setErasedAt(row.getTimestamp(4).toInstant())
                                        .build());
        for (Erasure erasure : waiting) {
            publisher.publish(Topics.ERASURES, erasure.getPhoneNumberId(), erasure).join();
            database.update(
                    "delete from erasure_outbox where erasure_id = ?", erasure.getErasureId());
        }
    }

    private void giveKeys() {
        transaction.executeWithoutResult(_ -> ErasedAliases.keyPlain(database, hashes));
        long keyless = ErasedAliases.keyless(database, hashes);
        if (keyless > 0) {
            LOG.atWarn()
                    .addKeyValue("count", keyless)
                    .log(
                            "Erased persons were hashed by a key that TOKEN_KEYSET no longer has:"
                                    + " a replay may bring back what they said");
        }
    }
}
