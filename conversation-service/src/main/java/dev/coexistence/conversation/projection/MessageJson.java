package dev.coexistence.conversation.projection;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is read from Meta's own JSON where the event's fields do not carry it. Tolerant. */
final class MessageJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private MessageJson() {}

    /** What a system message says of a user who moved. */
    record Moved(
            String type,
            @Nullable String phone,
            @Nullable String bsuid,
            @Nullable String parentBsuid,
            @Nullable String previousBsuid,
            @Nullable String previousParent) {}

    /** The emoji of a reaction; empty where it was taken away. */
    static String emoji(String json) {
        String emoji = text(json, "/reaction/emoji");
        return emoji == null ? "" : Clean.text(emoji);
    }

    /** The group that a message of the business went to, where it says so. */
    static Optional<String> group(String json) {
        if (!json.contains("group")) {
            return Optional.empty();
        }
        JsonNode message = read(json);
        String id = string(message, "group_id");
        boolean toGroup = "group".equals(string(message, "recipient_type"));
        return Optional.ofNullable(id == null && toGroup ? string(message, "to") : id);
    }

    static @Nullable String edited(String json) {
        return Clean.textOrNull(text(json, "/edit/message/text/body"));
    }

    static @Nullable String text(String json, String pointer) {
        JsonNode node = read(json).at(pointer);
        return node.isString() ? node.stringValue() : null;
    }

    static @Nullable Moved system(String json) {
        JsonNode system = read(json).at("/system");
        if (!system.isObject()) {
            return null;
        }
        String type = string(system, "type");
        return new Moved(
                type == null ? "" : type,
                string(system, "wa_id"),
                string(system, "user_id"),
                string(system, "parent_user_id"),
                string(system, "previous_user_id"),
                string(system, "previous_parent_user_id"));
    }

    private static @Nullable String string(JsonNode object, String name) {
        JsonNode node = object.path(name);
        return node.isString() ? node.stringValue() : null;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException _) {
            return JSON.nullNode();
        }
    }
}
