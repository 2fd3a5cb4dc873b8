package dev.coexistence.connection.audit;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Retention of the audit's entries. They go in batches, each in a transaction of its own and past
 * rows that somebody else has locked, so that neither readers nor writers wait.
 */
public final class AuditRetention {
    private static final int AT_ONCE = 1_000;
    private static final String ENDS_BEFORE =
            "select set_config('coexistence.audit_ends_before', ?, true)";
    private static final String REMOVE =
            """
            delete from audit_entries where entry_id in (
              select entry_id from audit_entries where at < ? order by at, entry_id
              limit ? for update skip locked)
            """;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final InstantSource time;
    private final Duration keep;

    /**
     * @param time the wall clock, by which entries are dated
     * @param keep from an entry's time until it may be removed
     */
    public AuditRetention(
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            InstantSource time,
            Duration keep) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.time = time;
        this.keep = keep;
    }

    /**
     * Removes what was kept long enough.
     *
     * @return number of entries removed
     */
    public long removeOld() {
        Instant before = time.instant().minus(keep);
        long removed = 0;
        int batch;
        do {
            batch = removeBatch(before);
            removed += batch;
        } while (batch == AT_ONCE);
        return removed;
    }

    private int removeBatch(Instant before) {
        return Objects.requireNonNull(
                transactions.execute(_ -> {
                    jdbc.query(ENDS_BEFORE, _ -> {}, before.toString());
                    return jdbc.update(REMOVE, Timestamp.from(before), AT_ONCE);
                }));
    }
}
