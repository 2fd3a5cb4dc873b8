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

/** Schedule that deletes what is older than its retention, and counts what waits. */
@Component
@EnableScheduling
class RetentionSchedule {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionSchedule.class);

    private final JdbcTemplate database;
    private final RetentionSettings settings;
    private final RetentionEraser eraser;
    private final InstantSource time;
    private final ConversationMetrics metrics;

    RetentionSchedule(
            JdbcTemplate database,
            RetentionSettings settings,
            RetentionEraser eraser,
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
        runGuarded(this::countNow);
    }

    void countNow() {
        metrics.waiting(
                count(
                        "select count(*) from (select 1 from message where conversation_id is null limit ?) w",
                        settings.waitingLimit() + 1));
    }

    private long count(String sql, Object value) {
        Long count = database.queryForObject(sql, Long.class, value);
        return count == null ? 0 : count;
    }

    @Scheduled(initialDelay = 60_000, fixedDelay = 3_600_000)
    void deleteExpired() {
        runGuarded(this::deleteExpiredNow);
    }

    void deleteExpiredNow() {
        Instant now = time.instant();
        delete("change_batch where at < ?", now, settings.changes());
        delete(
                "webhook_delivery where state <> 'WAITING' and created_at < ?",
                now,
                settings.deliveries());
        delete("contact_sighting where at < ?", now, settings.waiting());
        delete("message_trace where first_seen_at < ?", now, settings.deliveries());
        if (settings.agentNames().isPositive()) {
            delete("page_agent where kept_since < ?", now, settings.agentNames());
        }
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
            metrics.countForgotten(old + tooMany);
            LOG.atWarn()
                    .addKeyValue("count", old + tooMany)
                    .log(
                            "Statuses and edits were deleted: their message did not come within retention.waiting");
        }
        if (settings.messages().isPositive()) {
            eraser.removeOlderThan(now.minus(settings.messages()));
        }
    }

    private int delete(String what, Instant now, Duration age) {
        return database.update("delete from " + what, Timestamp.from(now.minus(age)));
    }

    private static void runGuarded(Runnable work) {
        try {
            work.run();
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The database does not answer: retention waits for it");
        }
    }
}
