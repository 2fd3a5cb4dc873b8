package dev.coexistence.database;

import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ownership of a whole outbox by a PostgreSQL advisory lock of the transaction. It ends with the
 * transaction, however the process ends; a lock of the session would outlive the process behind a
 * pooler.
 */
public final class OutboxLock implements OutboxOwner {
    private static final OutboxScope EVERYTHING = new OutboxScope.Everything();

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final long key;

    /**
     * @param key of the advisory lock, one for all processes that share the outbox
     */
    public OutboxLock(JdbcTemplate jdbc, TransactionTemplate transactions, long key) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.key = key;
    }

    @Override
    public <T> Optional<T> whileOwner(Function<OutboxScope, T> batch) {
        Optional<T> result =
                transactions.execute(
                        _ -> isHeld() ? Optional.of(batch.apply(EVERYTHING)) : Optional.empty());
        return result == null ? Optional.empty() : result;
    }

    private boolean isHeld() {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, key));
    }
}
