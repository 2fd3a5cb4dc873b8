package dev.coexistence.connection.audit;

import dev.coexistence.access.AuditLog;
import dev.coexistence.access.Caller;
import dev.coexistence.database.OutboxTable;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Audit log by the outbox: an entry is written in the transaction of the act, and published when
 * that has committed.
 */
public final class AuditOutbox implements AuditLog {
    private final OutboxTable outbox;
    private final EventSerde serde;
    private final InstantSource time;

    /**
     * @param time the wall clock, also where the service follows a scripted one
     */
    public AuditOutbox(OutboxTable outbox, EventSerde serde, InstantSource time) {
        this.outbox = outbox;
        this.serde = serde;
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
        var entry = AuditLog.entry(time.instant(), caller, action, object, tenant, before, after);
        outbox.add(
                List.of(
                        new OutboxTable.Entry(
                                Topics.AUDIT.name(),
                                null,
                                entry.getEntryId(),
                                serde.write(Topics.AUDIT, entry),
                                null)));
    }
}
