package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.command.WaitEstimate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * State of a command, for the API.
 *
 * @param status SCHEDULED, QUEUED, SENDING, UNKNOWN, or the outcome it ended with
 * @param terminal whether that is the end
 * @param waitsFor why it has not left, where it waits and this instance can tell: BUDGET,
 *     PAIR_LIMIT, RECIPIENT_ORDER, HELD, NOT_BEFORE, TEMPLATE_PAUSED, TEMPLATE_CATEGORY
 * @param waitSeconds how long about; null where nobody can tell
 */
public record CommandRecord(
        String commandId,
        String phoneNumberId,
        String status,
        boolean terminal,
        String type,
        String priority,
        @Nullable String reference,
        @Nullable String wamid,
        @Nullable String reason,
        @Nullable Integer errorCode,
        @Nullable String detail,
        int attempts,
        boolean cancelRequested,
        Instant queuedAt,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        @Nullable Instant sentAt,
        @Nullable Instant decidedAt,
        @Nullable String waitsFor,
        @Nullable Double waitSeconds) {

    /** The same with what it waits for. */
    public CommandRecord waiting(WaitEstimate wait) {
        return new CommandRecord(
                commandId,
                phoneNumberId,
                status,
                terminal,
                type,
                priority,
                reference,
                wamid,
                reason,
                errorCode,
                detail,
                attempts,
                cancelRequested,
                queuedAt,
                notBefore,
                expiresAt,
                sentAt,
                decidedAt,
                wait.cause().name(),
                wait.seconds());
    }
}
