package dev.coexistence.dispatch.command;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command as the queue holds it.
 *
 * @param id the idempotency key, chosen by the producer
 * @param number Meta's id of the number that sends
 * @param partition partition of the number, on every topic
 * @param seq order of arrival among the commands of the number
 * @param recipient what tells recipients apart; messages of one recipient keep their order
 * @param attempts requests made so far
 * @param cancelled whether it was taken back before it left
 */
public record Command(
        String id,
        String number,
        int partition,
        long seq,
        Priority priority,
        String recipient,
        Content content,
        Terms terms,
        int attempts,
        boolean cancelled) {

    /** Identity of a command: ids are chosen per number. */
    public record Key(String number, String id) {}

    /**
     * A template of Meta's.
     *
     * @param language in lower case, with underscores
     */
    public record Template(String name, String language) {}

    /**
     * Content of a message.
     *
     * @param to recipient's phone number, digits only
     * @param bsuid recipient's business-scoped user id, where there is no phone number
     * @param group id of the group that it goes to; then neither of the two is set
     * @param type Meta's message type, or read for a mark as read
     * @param json the message object without envelope and recipient
     * @param preview readable text
     * @param template set where it is a template's message
     * @param traceparent the trace it belongs to, as W3C Trace Context writes it
     */
    public record Content(
            @Nullable String to,
            @Nullable String bsuid,
            @Nullable String group,
            String type,
            String json,
            @Nullable String preview,
            @Nullable Template template,
            @Nullable String repliesTo,
            @Nullable String reference,
            @Nullable String traceparent) {

        public Content(
                @Nullable String to,
                @Nullable String bsuid,
                String type,
                String json,
                @Nullable String preview,
                @Nullable String repliesTo,
                @Nullable String reference) {
            this(to, bsuid, null, type, json, preview, null, repliesTo, reference, null);
        }
    }

    /**
     * @param unknownPolicy what follows when it stays unknown whether Meta took it
     */
    public record Terms(
            Instant queuedAt,
            @Nullable Instant notBefore,
            @Nullable Instant expiresAt,
            UnknownPolicy unknownPolicy) {

        public boolean expired(Instant now) {
            return expiresAt != null && !expiresAt.isAfter(now);
        }
    }

    /** Policy for a message of which it stays unknown whether Meta took it. */
    public enum UnknownPolicy {
        /** It is left to people. */
        PARK,
        /** It is sent again, and may thereby be sent twice. */
        RESEND
    }

    public Key key() {
        return new Key(number, id);
    }

    /** The same command at that place in the order. */
    public Command withPlace(long place) {
        return new Command(
                id, number, partition, place, priority, recipient, content, terms, attempts,
                cancelled);
    }

    /** The same command after so many requests. */
    public Command withAttempts(int count) {
        return new Command(
                id, number, partition, seq, priority, recipient, content, terms, count, cancelled);
    }
}
