package dev.coexistence.conversation.erasure;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Erasure of messages older than their retention. */
@Component
class RetentionEraser {
    private static final int THREADS = 1_000;
    private static final String OLDER =
            """
            select m.id from unnest(?::bigint[]) as c(id) cross join lateral (
              select x.id from message x where x.conversation_id = c.id and x.occurred_at < ? limit %1$d) m
             limit %1$d
            """
                    .formatted(MessageRemover.CHUNK);

    private final JdbcTemplate database;
    private final TransactionTemplate transaction;
    private final MessageRemover remover;
    private final ErasureAudit audit;

    RetentionEraser(
            JdbcTemplate database,
            TransactionTemplate transaction,
            MessageRemover remover,
            ErasureAudit audit) {
        this.database = database;
        this.transaction = transaction;
        this.remover = remover;
        this.audit = audit;
    }

    private record Removed(long messages, long media) {}

    /**
     * Removes messages older than a time, a few threads and a chunk at a time, counts their
     * conversations again, and removes those that end up empty.
     *
     * @return how many messages went
     */
    long removeOlderThan(Instant before) {
        long all = 0;
        long pieces = 0;
        for (List<Long> threads = threads(0); !threads.isEmpty(); ) {
            long last = threads.getLast();
            Removed step = removeOlder(threads, before);
            all += step.messages();
            pieces += step.media();
            if (step.messages() == 0) {
                threads = threads(last);
            }
        }
        if (all > 0) {
            audit.record("RETENTION", null, null, all, pieces, null);
        }
        return all;
    }

    private List<Long> threads(long after) {
        return database.query(
                "select id from conversation where id > ? order by id limit " + THREADS,
                (row, _) -> row.getLong(1),
                after);
    }

    private Removed removeOlder(List<Long> threads, Instant before) {
        Removed removed = transaction.execute(_ -> removeOlderNow(threads, before));
        return removed == null ? new Removed(0, 0) : removed;
    }

    private Removed removeOlderNow(List<Long> threads, Instant before) {
        List<Long> ids =
                database.query(
                        OLDER,
                        (row, _) -> row.getLong(1),
                        threads.toArray(Long[]::new),
                        Timestamp.from(before));
        if (ids.isEmpty()) {
            return new Removed(0, 0);
        }
        List<Long> conversations =
                database.query(
                        "select distinct conversation_id from message where id = any (?) and conversation_id is not null",
                        (row, _) -> row.getLong(1),
                        (Object) ids.toArray(Long[]::new));
        long pieces = remover.remove(ids);
        remover.recount(conversations);
        return new Removed(ids.size(), pieces);
    }
}
