package dev.coexistence.conversation.page.connections;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A number's budget over the last minute, and what waits for it.
 *
 * @param budget messages that a minute allows
 * @param api sent by programs and from this page
 * @param others what customers wrote and what was sent from the app: it counts as well
 * @param queue null where it is not known
 * @param away whether that is because the sending service does not answer
 */
record Traffic(int budget, long api, long others, @Nullable Queue queue, boolean away) {

    /**
     * That Meta takes nothing of the number, in Meta's words.
     *
     * @param nextAction the one thing that a person does
     */
    record Held(
            String reason,
            String metaCode,
            String metaMessage,
            @Nullable Instant since,
            @Nullable Instant nextProbeAt,
            String nextAction) {}

    /**
     * @param heldFor why nothing leaves, or empty
     */
    record Queue(
            long waiting,
            @Nullable Long oldestSeconds,
            String heldFor,
            int usedLastSecond,
            @Nullable Long etaSeconds,
            @Nullable Held held) {
        static Queue of(JsonNode json) {
            return new Queue(
                    json.path("total").asLong(0),
                    seconds(json.path("oldestAgeSeconds")),
                    Card.text(json, "heldFor"),
                    json.path("usedLastSecond").asInt(0),
                    seconds(json.path("etaSeconds")),
                    held(json.path("hold")));
        }

        private static @Nullable Held held(JsonNode json) {
            return json.isObject()
                    ? new Held(
                            Card.text(json, "reason"),
                            json.path("metaCode").asString(""),
                            Card.text(json, "metaMessage"),
                            Card.time(json, "since"),
                            Card.time(json, "nextProbeAt"),
                            Card.text(json, "nextAction"))
                    : null;
        }

        private static @Nullable Long seconds(JsonNode json) {
            return json.isNumber() ? Math.round(json.asDouble()) : null;
        }
    }

    public long spare() {
        return Math.max(0, budget - api - others);
    }

    /** Where a part ends on a bar of a thousand. */
    public long end(long upTo) {
        return budget == 0 ? 0 : Math.min(1000, Math.round(1000.0 * upTo / budget));
    }
}
