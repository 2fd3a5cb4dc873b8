package dev.coexistence.simulator.webhook;

import dev.coexistence.simulator.wire.MetaJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One change to tell about.
 *
 * @param entryId usually the WABA
 * @param override a callback of its own, or null for the app's
 * @param timed account fields carry the time of sending
 */
record WebhookUpdate(
        String entryId, @Nullable String override, boolean timed, String field, ObjectNode value) {

    /** One webhook with all of them, the changes of one entry together. */
    static byte[] body(List<WebhookUpdate> updates, Instant now) {
        ObjectNode body = MetaJson.object().put("object", "whatsapp_business_account");
        ArrayNode entries = body.putArray("entry");
        Map<String, ArrayNode> changesOf = new LinkedHashMap<>();
        for (WebhookUpdate update : updates) {
            ArrayNode changes =
                    changesOf.computeIfAbsent(
                            update.entryId() + (update.timed() ? "+" : ""),
                            _ -> {
                                ObjectNode entry = entries.addObject().put("id", update.entryId());
                                if (update.timed()) {
                                    entry.put("time", now.getEpochSecond());
                                }
                                return entry.putArray("changes");
                            });
            ObjectNode change = changes.addObject();
            change.set("value", update.value());
            if (!update.value().has("field")) {
                change.put("field", update.field());
            }
        }
        return MetaJson.bytes(body);
    }
}
