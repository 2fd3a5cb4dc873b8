package dev.coexistence.access;

import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.AuditEntry;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audit log on the topic. It returns when the broker has the entry: an act that cannot be written
 * down fails.
 */
final class EventAuditLog implements AuditLog {
    private static final Logger log = LoggerFactory.getLogger(EventAuditLog.class);

    private final EventPublisher publisher;
    private final InstantSource time;

    EventAuditLog(EventPublisher publisher, InstantSource time) {
        this.publisher = publisher;
        this.time = time;
    }

    @Override
    public void write(
            Caller caller,
            String action,
            String object,
            @Nullable String tenant,
            @Nullable String before,
            @Nullable String after) {
        AuditEntry entry =
                AuditLog.entry(time.instant(), caller, action, object, tenant, before, after);
        try {
            publisher.publish(Topics.AUDIT, entry.getEntryId(), entry).join();
        } catch (CompletionException e) {
            log.atError()
                    .addKeyValue("action", action)
                    .addKeyValue("error", e.getCause())
                    .log("An act could not be written down in the audit");
            throw AccessRefusal.away("audit-away", "The audit cannot be written now");
        }
    }
}
