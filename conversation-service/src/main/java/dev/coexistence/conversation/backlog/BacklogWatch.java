package dev.coexistence.conversation.backlog;

import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.ConversationMetrics.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Watch over changes, webhooks out and media that wait.
 *
 * <p>Changes are handed out up to the oldest transaction that still runs anywhere in the PostgreSQL
 * server, so that none is passed over: one that somebody forgot holds the live stream and the
 * webhooks back, without an error.
 */
@Component
class BacklogWatch {
    private static final Logger LOG = LoggerFactory.getLogger(BacklogWatch.class);

    private static final String UNREADABLE =
            """
            select at from change_batch where xid >= pg_snapshot_xmin(pg_current_snapshot())
             order by xid, seq limit 1
            """;

    private static final String NOT_FANNED_OUT =
            """
            select b.at from change_batch b, webhook_place p
             where (b.xid, b.seq) > (p.xid::text::xid8, p.seq) order by b.xid, b.seq limit 1
            """;

    /** Those of a paused endpoint wait for its owner. */
    private static final String DELIVERIES =
            """
            select count(*), min(created_at) filter (where exists (
                select 1 from webhook_endpoint e where e.id = endpoint_id and e.state = 'ACTIVE'))
             from webhook_delivery where state = 'WAITING'
            """;

    private static final String MEDIA =
            "select count(*), min(first_at) from media where state = 'WAITING'";

    private final JdbcTemplate database;
    private final InstantSource time;
    private final ConversationMetrics metrics;
    private final boolean media;

    BacklogWatch(
            JdbcTemplate database,
            InstantSource time,
            ConversationMetrics metrics,
            @Value("${media.enabled:true}") boolean media) {
        this.database = database;
        this.time = time;
        this.metrics = metrics;
        this.media = media;
    }

    @Scheduled(initialDelay = 10_000, fixedDelay = 15_000)
    void count() {
        try {
            countNow();
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The database does not answer: the backlog watch waits for it");
        }
    }

    void countNow() {
        Instant now = time.instant();
        metrics.setBehind(age(UNREADABLE, now), age(NOT_FANNED_OUT, now));
        metrics.setDeliveries(waiting(DELIVERIES, now));
        if (media) {
            metrics.setMedia(waiting(MEDIA, now));
        }
    }

    private Duration age(String oldest, Instant now) {
        return database.query(oldest, (row, _) -> row.getTimestamp(1).toInstant()).stream()
                .findFirst()
                .map(at -> between(at, now))
                .orElse(Duration.ZERO);
    }

    private Waiting waiting(String counted, Instant now) {
        return database.query(
                        counted,
                        (row, _) -> {
                            var oldest = row.getTimestamp(2);
                            return new Waiting(
                                    row.getLong(1),
                                    oldest == null
                                            ? Duration.ZERO
                                            : between(oldest.toInstant(), now));
                        })
                .getFirst();
    }

    private static Duration between(Instant then, Instant now) {
        return now.isBefore(then) ? Duration.ZERO : Duration.between(then, now);
    }
}
