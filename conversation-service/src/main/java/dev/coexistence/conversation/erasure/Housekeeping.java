package dev.coexistence.conversation.erasure;

import dev.coexistence.conversation.ConversationMetrics;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Lets go of what has had its time, and counts what waits. */
@Component
@EnableScheduling
class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final JdbcTemplate database;
    private final RetentionSettings settings;
    private final Eraser eraser;
    private final InstantSource time;
    private final ConversationMetrics metrics;

    Housekeeping(
            JdbcTemplate database,
            RetentionSettings settings,
            Eraser eraser,
            InstantSource time,
            ConversationMetrics metrics) {
        this.database = database;
        this.settings = settings;
        this.eraser = eraser;
        this.time = time;
        this.metrics = metrics;
    }

    @Scheduled(initialDelay = 15_000, fixedDelay = 30_000)
    void count() {
        guarded(this::countNow);
    }

    void countNow() {
        metrics.waiting(
                count(
                        "select count(*) from (select 1 from message where conversation_id is null limit ?) w",
                        settings.waitingLimit() + 1));
        metrics.pending(count("select count(*) from webhook_delivery where state = ?", "WAITING"));
    }

    private long count(String sql, Object value) {
        Long count = database.queryForObject(sql, Long.class, value);
        return count == null ? 0 : count;
    }

    @Scheduled(initialDelay = 60_000, fixedDelay = 3_600_000)
    void tidy() {
        guarded(this::tidyNow);
    }

    void tidyNow() {
        Instant now = time.instant();
        delete("change_batch where at < ?", now, settings.changes());
        delete(
                "webhook_delivery where state <> 'WAITING' and created_at < ?",
                now,
                settings.deliveries());
        delete("contact_sighting where at < ?", now, settings.waiting());
        delete("message_trace where first_seen_at < ?", now, settings.deliveries());
        int old =
                delete(
                        "message where conversation_id is null and first_seen_at < ?",
                        now,
                        settings.waiting());
        int tooMany =
                database.update(
                        "delete from message where id in (select id from message where conversation_id is null"
                                + " order by first_seen_at desc offset ?)",
                        settings.waitingLimit());
        if (old + tooMany > 0) {
            metrics.forgotten(old + tooMany);
            LOG.atWarn()
                    .addKeyValue("count", old + tooMany)
                    .log("Statuses and edits without a message were forgotten");
        }
        if (settings.messages().isPositive()) {
            eraser.olderThan(now.minus(settings.messages()));
        }
    }

    private int delete(String what, Instant now, Duration age) {
        return database.update("delete from " + what, Timestamp.from(now.minus(age)));
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Housekeeping waits for the database");
        }
    }
}
