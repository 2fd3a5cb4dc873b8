package dev.coexistence.conversation.webhook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one endpoint.
 *
 * @param eventId the same for every attempt and replay: the receiver's idempotency key
 * @param state WAITING, DELIVERED or DEAD
 */
public record DeliveryView(
        String id,
        String eventId,
        String type,
        String phoneNumberId,
        @Nullable String conversationId,
        String state,
        int attempts,
        Instant createdAt,
        @Nullable Instant nextAt,
        @Nullable Instant endedAt,
        List<Attempt> log) {

    /**
     * One attempt.
     *
     * @param status the HTTP status answered; null where there was no answer
     */
    public record Attempt(
            int attempt,
            Instant at,
            long millis,
            @Nullable Integer status,
            @Nullable String problem) {}
}
