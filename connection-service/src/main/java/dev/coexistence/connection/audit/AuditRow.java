package dev.coexistence.connection.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Entry of the audit, as people read it.
 *
 * @param tenant whose things were touched; null where they are the platform's
 * @param callerKind PERSON, PROGRAM, API_KEY, SERVICE or OPEN
 * @param action kind of the object, a dot, a verb
 */
public record AuditRow(
        String entryId,
        Instant at,
        @Nullable String tenant,
        String callerKind,
        String callerId,
        String callerName,
        String action,
        String object,
        @Nullable String address,
        @Nullable String before,
        @Nullable String after) {}
