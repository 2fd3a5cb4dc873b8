package dev.coexistence.conversation.reading;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a thread.
 *
 * @param id this system's id of it
 * @param direction IN or OUT, as the business sees it
 * @param sender CUSTOMER, APP (the owner's phone), API (a program), META_AGENT (Meta's own agent),
 *     SYSTEM (a line that nobody wrote, such as a handover) or HISTORY (imported)
 * @param reference the program's own reference
 * @param text its newest wording; null for a revoked message
 * @param placeholder true where the content is not here: to be read on the phone, or still to come
 * @param status queued, accepted, sent, delivered, read, played, failed, unknown, expired or
 *     cancelled; null for what a customer wrote
 * @param price what Meta says it costs; app messages cost nothing and have none
 */
public record MessageView(
        String id,
        String conversationId,
        String phoneNumberId,
        @Nullable String wamid,
        @Nullable String commandId,
        String direction,
        String sender,
        @Nullable String reference,
        String type,
        @Nullable String text,
        boolean placeholder,
        @Nullable Media media,
        @Nullable String repliesTo,
        @Nullable String status,
        @Nullable Instant statusAt,
        @Nullable Failure failure,
        @Nullable Price price,
        @Nullable Edited edited,
        @Nullable Instant revokedAt,
        List<Emoji> reactions,
        Instant occurredAt,
        Instant receivedAt) {

    /**
     * Media of a message.
     *
     * @param state WAITING, STORED, FAILED or GONE
     * @param path where this service serves it, once stored
     */
    public record Media(
            String id,
            @Nullable String mimeType,
            @Nullable String state,
            @Nullable String path,
            @Nullable String problem) {}

    /**
     * Why it failed, or what was wrong with its content.
     *
     * @param reason this system's own word
     * @param code Meta's code
     */
    public record Failure(
            @Nullable String reason,
            @Nullable Integer code,
            @Nullable String title,
            @Nullable String details) {}

    /** What Meta reported of its price, in Meta's words. */
    public record Price(@Nullable String model, @Nullable String type, @Nullable String category) {}

    /**
     * That it was edited.
     *
     * @param earlier the first wording
     */
    public record Edited(Instant at, @Nullable String earlier) {}

    /**
     * A reaction.
     *
     * @param by customer or business
     */
    public record Emoji(String by, String emoji, Instant at) {}
}
