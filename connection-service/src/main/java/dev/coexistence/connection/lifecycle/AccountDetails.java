package dev.coexistence.connection.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The members deeper inside an account event. Tolerant: what cannot be read is as if it were
 * missing.
 */
public final class AccountDetails {
    private static final JsonMapper JSON = JsonMapper.shared();

    private AccountDetails() {}

    /**
     * @param until null where Meta names no end
     */
    public record Restriction(String kind, @Nullable Instant until) {}

    /** DISABLE, REINSTATE, SCHEDULE_FOR_DISABLE, or empty. */
    static String banState(String json) {
        return read(json).path("ban_info").path("waba_ban_state").asString("");
    }

    public static List<Restriction> restrictions(String json) {
        var restrictions = new ArrayList<Restriction>();
        read(json)
                .path("restriction_info")
                .forEach(item -> {
                    String kind = item.path("restriction_type").asString("");
                    if (!kind.isEmpty()) {
                        restrictions.add(new Restriction(kind, until(item.path("expiration"))));
                    }
                });
        return restrictions;
    }

    private static @Nullable Instant until(JsonNode expiration) {
        try {
            return expiration.isNumber() || expiration.isString()
                    ? Instant.ofEpochSecond(Long.parseLong(expiration.asString()))
                    : null;
        } catch (NumberFormatException | java.time.DateTimeException e) {
            return null;
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }
}
