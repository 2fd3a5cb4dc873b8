package dev.coexistence.conversation.page.operations;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Times in the answers of other services. */
final class JsonTimes {
    private JsonTimes() {}

    /** The time of that name; null where there is none, or none that can be read. */
    static @Nullable Instant read(JsonNode json, String name) {
        String text = json.path(name).asString("");
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException _) {
            return null;
        }
    }
}
