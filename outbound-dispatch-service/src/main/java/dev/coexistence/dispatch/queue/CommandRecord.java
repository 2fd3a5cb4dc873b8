package dev.coexistence.dispatch.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a command stands, for whoever asks.
 *
 * @param status SCHEDULED, QUEUED, SENDING, UNKNOWN, or the outcome it ended with
 * @param terminal whether that is the end
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
        @Nullable Instant decidedAt) {}
