package dev.coexistence.access;

import dev.coexistence.schemas.events.AuditEntry;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Log of what callers did. Entries carry no message text, no customer's number and no secret. The
 * default publishes to {@code whatsapp.audit}; a service whose database has an outbox declares its
 * own bean.
 */
@FunctionalInterface
public interface AuditLog {

    /**
     * Writes that a caller did something.
     *
     * @param action kind of the object, a dot, a verb: {@code connection.disconnect}
     * @param object id of what it was done to
     * @param tenant whose thing that is; null where it is the platform's
     * @param before the setting before, where one was changed
     * @param after the setting after
     */
    void write(
            Caller caller,
            String action,
            String object,
            @Nullable String tenant,
            @Nullable String before,
            @Nullable String after);

    /** The entry of one act, with an id of its own. */
    static AuditEntry entry(
            Instant at,
            Caller caller,
            String action,
            String object,
            @Nullable String tenant,
            @Nullable String before,
            @Nullable String after) {
        return AuditEntry.newBuilder()
                .setEntryId(UUID.randomUUID().toString())
                .setTenant(tenant)
                .setAt(at)
                .setCallerKind(caller.kind().name())
                .setCallerId(caller.id())
                .setCallerName(caller.name())
                .setAction(action)
                .setObject(object)
                .setAddress(caller.address())
                .setBefore(before)
                .setAfter(after)
                .build();
    }
}
