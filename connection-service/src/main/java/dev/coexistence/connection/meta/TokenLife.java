package dev.coexistence.connection.meta;

import dev.coexistence.graph.NoAnswer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Life of an access token, as Meta's {@code debug_token} tells it.
 *
 * @param valid false where Meta takes the token no more
 * @param endsAt null where it does not end
 */
public record TokenLife(boolean valid, @Nullable Instant endsAt) {

    /** {@code expires_at} is in seconds; 0, or nothing, where a token does not end. */
    static TokenLife read(JsonNode body) {
        JsonNode data = body.path("data");
        if (!data.path("is_valid").isBoolean()) {
            throw new NoAnswer("the answer does not say is_valid");
        }
        long end = data.path("expires_at").asLong(0);
        return new TokenLife(
                data.path("is_valid").asBoolean(), end <= 0 ? null : Instant.ofEpochSecond(end));
    }
}
