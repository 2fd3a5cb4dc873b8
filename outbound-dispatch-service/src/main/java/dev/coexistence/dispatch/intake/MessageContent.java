package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.lane.Reason;
import dev.coexistence.schemas.events.SendCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The message object that a command asks to send, without envelope and recipient.
 *
 * @param reason why it cannot be sent at all; null where it can
 * @param problem a sentence about that
 */
record MessageContent(
        String type,
        String json,
        @Nullable String preview,
        @Nullable String repliesTo,
        @Nullable Reason reason,
        @Nullable String problem) {
    private static final ObjectMapper JSON = JsonMapper.shared();
    private static final String READ = "read";

    /** What the dispatcher sets itself. */
    private static final List<String> OURS =
            List.of(
                    "messaging_product",
                    "recipient_type",
                    "to",
                    "recipient",
                    "biz_opaque_callback_data");

    static MessageContent of(SendCommand command) {
        int kinds =
                count(command.getText().isPresent())
                        + count(command.getTemplate().isPresent())
                        + count(command.getMessageJson().isPresent());
        if (kinds == 0) {
            return refused(Reason.NO_CONTENT, "None of text, template and message object is set");
        }
        if (kinds > 1) {
            return refused(
                    Reason.BAD_CONTENT,
                    "More than one of text, template and message object is set");
        }
        ObjectNode message = JSON.createObjectNode();
        if (command.getText().isPresent()) {
            var text = command.getText().get();
            message.put("type", "text")
                    .putObject("text")
                    .put("body", text.getBody())
                    .put("preview_url", text.getPreviewUrl());
        } else if (command.getTemplate().isPresent()) {
            var template = command.getTemplate().get();
            ObjectNode body = message.put("type", "template").putObject("template");
            body.put("name", template.getName());
            body.putObject("language").put("code", template.getLanguage());
            String components = template.getComponentsJson().orElse(null);
            if (components != null) {
                JsonNode parsed = parse(components);
                if (parsed == null || !parsed.isArray()) {
                    return refused(
                            Reason.BAD_CONTENT, "The template's components are no JSON array");
                }
                body.set("components", parsed);
            }
        } else if (parse(command.getMessageJson().orElse("")) instanceof ObjectNode given) {
            message = given;
        } else {
            return refused(Reason.BAD_CONTENT, "The message object is no JSON object");
        }
        return of(message, command.getRepliesTo().orElse(null));
    }

    private static MessageContent of(ObjectNode message, @Nullable String repliesTo) {
        message.remove(OURS);
        boolean read = message.path("status").asString("").equals(READ);
        String type = read ? READ : message.path("type").asString("");
        if (type.isEmpty()) {
            return refused(Reason.BAD_CONTENT, "The message object names no type");
        }
        if (read && message.path("message_id").asString("").isEmpty()) {
            return refused(Reason.BAD_CONTENT, "A mark as read names no message_id");
        }
        if (repliesTo != null && !read) {
            message.putObject("context").put("message_id", repliesTo);
        }
        String quoted = message.path("context").path("message_id").asString("");
        return new MessageContent(
                type,
                message.toString(),
                preview(type, message.path(type)),
                quoted.isEmpty() ? null : quoted,
                null,
                null);
    }

    /** A mark as read names a message, not a person. */
    boolean needsNoRecipient() {
        return type.equals(READ);
    }

    private static @Nullable String preview(String type, JsonNode body) {
        JsonNode text =
                switch (type) {
                    case "text" -> body.path("body");
                    case "template", "location" -> body.path("name");
                    case "reaction" -> body.path("emoji");
                    case "interactive" -> body.path("body").path("text");
                    case "contacts" -> body.path(0).path("name").path("formatted_name");
                    case "document" ->
                            body.has("caption") ? body.path("caption") : body.path("filename");
                    default -> body.path("caption");
                };
        return text.isString() ? text.stringValue() : null;
    }

    private static @Nullable JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static MessageContent refused(Reason reason, String problem) {
        return new MessageContent("none", "{}", null, null, reason, problem);
    }

    private static int count(boolean present) {
        return present ? 1 : 0;
    }
}
