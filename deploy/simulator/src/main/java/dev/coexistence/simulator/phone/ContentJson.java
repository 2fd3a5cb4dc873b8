package dev.coexistence.simulator.phone;

import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.MetaJson;
import tools.jackson.databind.node.ObjectNode;

/** Type and body of messages, as webhooks carry them. */
public final class ContentJson {
    private ContentJson() {}

    public static ObjectNode text(String body) {
        ObjectNode content = MetaJson.object().put("type", "text");
        content.putObject("text").put("body", body);
        return content;
    }

    static ObjectNode edit(String wamid, String text) {
        ObjectNode content = MetaJson.object().put("type", "edit");
        ObjectNode edit = content.putObject("edit").put("original_message_id", wamid);
        edit.set("message", text(text));
        return content;
    }

    static ObjectNode revoke(String wamid) {
        ObjectNode content = MetaJson.object().put("type", "revoke");
        content.putObject("revoke").put("original_message_id", wamid);
        return content;
    }

    static ObjectNode reaction(String wamid, String emoji) {
        ObjectNode content = MetaJson.object().put("type", "reaction");
        ObjectNode reaction = content.putObject("reaction").put("message_id", wamid);
        if (!emoji.isEmpty()) {
            reaction.put("emoji", emoji);
        }
        return content;
    }

    /** A message that cannot be shown yet, or ever. */
    static ObjectNode ghost() {
        ObjectNode content = MetaJson.object().put("type", "unsupported");
        content.putArray("errors")
                .addObject()
                .put("code", 131060)
                .put("title", "This message is currently unavailable")
                .put("message", "This message is currently unavailable")
                .putObject("error_data")
                .put("details", "The message is not available at this time.");
        content.putObject("unsupported").put("type", "unknown");
        return content;
    }

    /** Any content a script wrote; it must have a type. */
    static ObjectNode parse(String messageJson) {
        try {
            ObjectNode content = MetaJson.read(messageJson);
            MetaJson.need(content, "type");
            return content;
        } catch (BadRequest e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
