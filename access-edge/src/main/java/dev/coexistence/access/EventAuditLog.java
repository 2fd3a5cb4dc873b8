package dev.coexistence.access;

import dev.coexistence.schemas.SchemaRegistry.RegistryUnavailable;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.AuditEntry;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Audit log of entries that become events of {@code whatsapp.audit}. */
final class EventAuditLog implements AuditLog {
    private static final Logger log = LoggerFactory.getLogger(EventAuditLog.class);

    private final Place place;
    private final InstantSource time;
    private final @Nullable String entryId;

    EventAuditLog(Place place, InstantSource time) {
        this(place, time, null);
    }

    /**
     * @param entryId of every entry; null for one of its own each
     */
    private EventAuditLog(Place place, InstantSource time, @Nullable String entryId) {
        this.place = place;
        this.time = time;
        this.entryId = entryId;
    }

    @Override
    public AuditLog once(String entryId) {
        return new EventAuditLog(place, time, entryId);
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
        if (entryId != null) {
            entry = AuditEntry.newBuilder(entry).setEntryId(entryId).build();
        }
        try {
            place.keep(Topics.AUDIT, entry.getEntryId(), entry);
        } catch (CompletionException | RegistryUnavailable e) {
            log.atError()
                    .addKeyValue("action", action)
                    .addKeyValue("error", e.getCause() == null ? e : e.getCause())
                    .log("An act could not be written down in the audit");
            throw AccessRefusal.away("audit-away", "The audit cannot be written now");
        }
    }
}
