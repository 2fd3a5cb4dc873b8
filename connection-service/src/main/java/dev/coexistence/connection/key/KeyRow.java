package dev.coexistence.connection.key;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * API key as its tenant sees it; the secret is not kept.
 *
 * @param name as its maker calls it
 * @param createdBy name of the caller who made it
 * @param expiresAt null where it does not expire
 * @param revokedAt null while it has not been revoked
 * @param lastUsedAt to the hour; null where it was never used
 */
public record KeyRow(
        String keyId,
        String tenant,
        String name,
        List<String> scopes,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    public KeyRow {
        scopes = List.copyOf(scopes);
    }
}
