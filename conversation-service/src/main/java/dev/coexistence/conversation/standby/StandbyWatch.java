package dev.coexistence.conversation.standby;

import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.reading.ConversationReader;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Counts threads in which a customer waits. Meta sends messages to standby also where its agent
 * keeps silent, and no program takes them for its turn: then nobody answers. Counted within the
 * customer-service window, beyond which only a template could.
 */
@Component
class StandbyWatch {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyWatch.class);

    /**
     * Sender bits: CUSTOMER 4 and STANDBY 64; APP 2, API 8 and META_AGENT 16 answer, unless the
     * message was cancelled, expired, rejected or failed (24, 25, 26, 50).
     */
    private static final String UNANSWERED =
            """
            select count(distinct i.conversation_id) from message i
             where i.evidence & 68 = 64 and i.direction = 'IN' and i.conversation_id is not null
               and i.occurred_at > ? and i.occurred_at <= ?
               and not exists (select 1 from message o
                 where o.conversation_id = i.conversation_id and o.direction = 'OUT'
                   and o.evidence & 26 <> 0 and o.status not in (24, 25, 26, 50)
                   and o.occurred_at >= i.occurred_at)
            """;

    private final JdbcTemplate database;
    private final StandbySettings settings;
    private final InstantSource time;
    private final ConversationMetrics metrics;

    StandbyWatch(
            JdbcTemplate database,
            StandbySettings settings,
            InstantSource time,
            ConversationMetrics metrics) {
        this.database = database;
        this.settings = settings;
        this.time = time;
        this.metrics = metrics;
    }

    @Scheduled(initialDelay = 20_000, fixedDelay = 30_000)
    void count() {
        try {
            countNow();
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The database does not answer: the standby watch waits for it");
        }
    }

    void countNow() {
        Instant now = time.instant();
        Long count =
                database.queryForObject(
                        UNANSWERED,
                        Long.class,
                        Timestamp.from(now.minus(ConversationReader.WINDOW)),
                        Timestamp.from(now.minus(settings.unansweredAfter())));
        metrics.setUnanswered(count == null ? 0 : count);
    }
}
