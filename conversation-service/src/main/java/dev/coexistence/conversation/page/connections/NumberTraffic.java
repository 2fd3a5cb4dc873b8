package dev.coexistence.conversation.page.connections;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Use of a number's budget over the last minute, and its queue.
 *
 * @param budget messages that a minute allows
 * @param cameIn what customers wrote and what was sent from the app: it counts as well
 * @param queue null where it is not known
 * @param away whether that is because the sending service does not answer
 */
record NumberTraffic(int budget, long cameIn, @Nullable Queue queue, boolean away) {

    /**
     * Hold by Meta, in Meta's words: it takes nothing of the number.
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
     * @param left messages that left in the last minute; null where only another instance knows
     * @param heldFor why nothing leaves, or empty
     */
    record Queue(
            @Nullable Long left,
            long waiting,
            @Nullable Long oldestSeconds,
            String heldFor,
            int usedLastSecond,
            @Nullable Long etaSeconds,
            @Nullable Held held) {
        static Queue of(JsonNode json) {
            return new Queue(
                    json.path("leftLastMinute").isNumber()
                            ? Long.valueOf(json.path("leftLastMinute").asLong())
                            : null,
                    json.path("total").asLong(0),
                    seconds(json.path("oldestAgeSeconds")),
                    ConnectionCard.text(json, "heldFor"),
                    json.path("usedLastSecond").asInt(0),
                    seconds(json.path("etaSeconds")),
                    readHold(json.path("hold")));
        }

        private static @Nullable Held readHold(JsonNode json) {
            return json.isObject()
                    ? new Held(
                            ConnectionCard.text(json, "reason"),
                            json.path("metaCode").asString(""),
                            ConnectionCard.text(json, "metaMessage"),
                            ConnectionCard.time(json, "since"),
                            ConnectionCard.time(json, "nextProbeAt"),
                            ConnectionCard.text(json, "nextAction"))
                    : null;
        }

        private static @Nullable Long seconds(JsonNode json) {
            return json.isNumber() ? Math.round(json.asDouble()) : null;
        }
    }

    /** Messages that left in the last minute; null where that is not known. */
    public @Nullable Long left() {
        return queue == null ? null : queue.left();
    }

    /** Messages that count against the budget. */
    public long used() {
        Long left = left();
        return cameIn + (left == null ? 0 : left);
    }

    public long spare() {
        return Math.max(0, budget - used());
    }

    /** End of a part on a bar of a thousand. */
    public long end(long upTo) {
        return budget == 0 ? 0 : Math.min(1000, Math.round(1000.0 * upTo / budget));
    }
}
