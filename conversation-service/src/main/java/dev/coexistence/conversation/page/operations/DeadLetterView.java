package dev.coexistence.conversation.page.operations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Dead letter: a record that could not be used and was parked.
 *
 * @param origin topic, partition and offset it stood at
 * @param pointer to the item within it, or empty
 * @param body its redacted body, where it was looked at alone
 */
record DeadLetterView(
        int partition,
        long offset,
        String service,
        String reason,
        String detail,
        String origin,
        String pointer,
        @Nullable Instant at,
        boolean redriven,
        String body) {

    static DeadLetterView read(JsonNode json) {
        JsonNode origin = json.path("origin");
        return new DeadLetterView(
                json.path("partition").asInt(),
                json.path("offset").asLong(),
                json.path("service").asString(""),
                json.path("reason").asString(""),
                json.path("detail").asString(""),
                origin.path("topic").asString("")
                        + " "
                        + origin.path("partition").asString("")
                        + "@"
                        + origin.path("offset").asString(""),
                origin.path("pointer").asString(""),
                JsonTimes.read(json, "at"),
                json.path("redriven").asBoolean(false),
                json.path("body").asString(""));
    }

    static List<DeadLetterView> readAll(JsonNode json) {
        var letters = new ArrayList<DeadLetterView>();
        json.path("items").forEach(item -> letters.add(read(item)));
        return letters;
    }

    /** Number of waiting letters by reason. */
    static Map<String, Integer> waiting(JsonNode json) {
        var waiting = new TreeMap<String, Integer>();
        json.path("waiting")
                .properties()
                .forEach(entry -> waiting.put(entry.getKey(), entry.getValue().asInt()));
        return waiting;
    }
}
