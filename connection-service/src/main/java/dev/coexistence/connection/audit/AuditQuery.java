package dev.coexistence.connection.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Entries of the audit that somebody looks for; null asks for all.
 *
 * @param tenant whose alone; counts for those who see all
 * @param caller id of who did it, or a part of the name, in any case of letters
 * @param action beginning of the action, such as {@code key.}
 * @param object to which it was done
 * @param from first instant
 * @param to first instant that is not meant any more
 */
public record AuditQuery(
        @Nullable String tenant,
        @Nullable String caller,
        @Nullable String action,
        @Nullable String object,
        @Nullable Instant from,
        @Nullable Instant to) {

    public AuditQuery {
        tenant = orNull(tenant);
        caller = orNull(caller);
        action = orNull(action);
        object = orNull(object);
    }

    /** All entries of a tenant; of every tenant where it is null. */
    public static AuditQuery ofTenant(@Nullable String tenant) {
        return new AuditQuery(tenant, null, null, null, null, null);
    }

    /** PostgreSQL knows no text with this character, so that no entry has it. */
    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text.replace('\u0000', '\ufffd');
    }
}
