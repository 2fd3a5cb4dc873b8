package dev.coexistence.conversation;

import dev.coexistence.access.AuditLog;
import dev.coexistence.database.EventOutbox;
import dev.coexistence.database.OutboxLock;
import dev.coexistence.database.OutboxRelay;
import dev.coexistence.database.OutboxTable;
import dev.coexistence.database.Worker;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.EventSerde;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The audit of what callers do: entries leave by the outbox, with the transaction of their act. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {
    private static final int AT_ONCE = 200;
    private static final long OUTBOX_LOCK = 0x636f_6e76_6572_7361L;
    private static final InstantSource WALL_CLOCK = InstantSource.system();

    @Bean
    AuditLog auditLog(JdbcTemplate jdbc, EventSerde serde) {
        return AuditLog.at(new EventOutbox(new OutboxTable(jdbc), serde)::add, WALL_CLOCK);
    }

    @Bean
    OutboxRelay auditRelay(
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            EventPublisher publisher,
            DeadLetters deadLetters) {
        return new OutboxRelay(
                new OutboxTable(jdbc),
                new OutboxLock(jdbc, transactions, OUTBOX_LOCK),
                publisher,
                new OutboxRelay.Parking("conversation-service", deadLetters, WALL_CLOCK),
                _ -> {},
                AT_ONCE,
                Worker.Pace.every(Duration.ofMillis(200)));
    }
}
