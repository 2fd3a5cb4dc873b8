package dev.coexistence.conversation.page.operations;

import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * API key as connection-service lists it, without its secret.
 *
 * @param scopes words of what programs may do with it
 * @param state LIVE, EXPIRED or REVOKED
 */
record ApiKeyView(
        String keyId,
        String tenant,
        String name,
        List<String> scopes,
        String createdBy,
        @Nullable Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        String state) {

    static List<ApiKeyView> readAll(JsonNode json, Instant now) {
        return StreamSupport.stream(json.path("items").spliterator(), false)
                .map(item -> read(item, now))
                .toList();
    }

    static ApiKeyView read(JsonNode json, Instant now) {
        Instant expiresAt = JsonTimes.read(json, "expiresAt");
        boolean revoked = !json.path("revokedAt").asString("").isEmpty();
        boolean expired = expiresAt != null && !expiresAt.isAfter(now);
        return new ApiKeyView(
                json.path("keyId").asString(""),
                json.path("tenant").asString(""),
                json.path("name").asString(""),
                StreamSupport.stream(json.path("scopes").spliterator(), false)
                        .map(scope -> scope.asString(""))
                        .toList(),
                json.path("createdBy").asString(""),
                JsonTimes.read(json, "createdAt"),
                expiresAt,
                JsonTimes.read(json, "lastUsedAt"),
                revoked ? "REVOKED" : expired ? "EXPIRED" : "LIVE");
    }

    public boolean isLive() {
        return state.equals("LIVE");
    }
}
