package dev.coexistence.access;

import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.events.AuditEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Log of what callers did. Entries carry no message text, no customer's number and no secret. The
 * default publishes to {@code whatsapp.audit}; a service whose database has an outbox declares a
 * bean whose place is that.
 */
@FunctionalInterface
public interface AuditLog {

    /** Place where entries become durable. */
    @FunctionalInterface
    interface Place {

        /**
         * Keeps an entry for the topic: when it returns, the entry is durable, or becomes so with
         * the transaction under way and no sooner.
         */
        void keep(Topic<AuditEntry> topic, String key, AuditEntry entry);
    }

    /**
     * Log whose entries are kept at a place, such as an outbox.
     *
     * @param time the wall clock, also where the service follows a scripted one
     */
    static AuditLog at(Place place, InstantSource time) {
        return new EventAuditLog(place, time);
    }

    /** Log on the topic itself: an entry is kept when the broker has acknowledged it. */
    static AuditLog onTopic(EventPublisher publisher, InstantSource time) {
        return at((topic, key, entry) -> publisher.publish(topic, key, entry).join(), time);
    }

    /**
     * Writes that a caller did something. An act that changes a database writes in the act's own
     * transaction; any other writes before it acts. So nobody is told of a failure where something
     * was done, and nothing is done that is not written.
     *
     * @param action kind of the object, a dot, a verb: {@code connection.disconnect}
     * @param object id of what it was done to
     * @param tenant whose thing that is; null where it is the platform's
     * @param before the setting before, where one was changed
     * @param after the setting after
     * @throws AccessRefusal where it cannot be written now, with reason {@code audit-away}
     */
    void write(
            Caller caller,
            String action,
            String object,
            @Nullable String tenant,
            @Nullable String before,
            @Nullable String after);

    /**
     * This log for one act that may be repeated and stays one, such as a request with the same
     * idempotency key.
     *
     * @param entryId of its entry, of which readers of the topic keep the first
     */
    default AuditLog once(String entryId) {
        return this;
    }

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
