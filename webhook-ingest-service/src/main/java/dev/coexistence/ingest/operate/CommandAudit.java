package dev.coexistence.ingest.operate;

import dev.coexistence.access.AuditLog;
import dev.coexistence.access.Caller;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.Topics;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Audit of a command, which has no server and so nothing of access-edge's. It returns when the
 * broker has the entry.
 */
record CommandAudit(EventPublisher publisher, InstantSource time) implements AuditLog {

    /**
     * @throws TimeoutException where the broker did not acknowledge the entry
     */
    @Override
    public void write(
            Caller caller,
            String action,
            String object,
            @Nullable String tenant,
            @Nullable String before,
            @Nullable String after) {
        var entry = AuditLog.entry(time.instant(), caller, action, object, tenant, before, after);
        try {
            publisher.publish(Topics.AUDIT, entry.getEntryId(), entry).join();
        } catch (CompletionException e) {
            throw new TimeoutException("the audit is not written", e.getCause());
        }
    }
}
