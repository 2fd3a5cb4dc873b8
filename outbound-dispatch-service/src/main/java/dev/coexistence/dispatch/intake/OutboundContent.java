package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.template.TemplateNews;
import dev.coexistence.schemas.events.SendCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The message object that a command asks to send.
 *
 * @param message without envelope and recipient
 * @param envelope what the object says about envelope and recipient itself
 * @param field the command's member that is wrong; null where it can be sent
 * @param reason why it cannot be sent at all; null where it can
 * @param problem a sentence about that
 */
record OutboundContent(
        String type,
        ObjectNode message,
        ObjectNode envelope,
        @Nullable String preview,
        @Nullable String repliesTo,
        @Nullable String field,
        @Nullable Reason reason,
        @Nullable String problem) {
    private static final ObjectMapper JSON = JsonMapper.shared();
    private static final String READ = "read";

    /** Its results carry it as well, and have to fit into a record of the topic. */
    private static final int LONGEST = 500_000;

    private static final String CALLBACK_DATA = "biz_opaque_callback_data";

    /** Members that the dispatcher sets itself. */
    private static final List<String> OURS =
            List.of("messaging_product", "recipient_type", "to", "recipient");

    static OutboundContent of(SendCommand command) {
        int kinds =
                count(command.getText().isPresent())
                        + count(command.getTemplate().isPresent())
                        + count(command.getMessageJson().isPresent());
        if (kinds == 0) {
            return refused(
                    "text", Reason.NO_CONTENT, "None of text, template and message object is set");
        }
        if (kinds > 1) {
            return refused(
                    "text",
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
                            "template",
                            Reason.BAD_CONTENT,
                            "The template's components are no JSON array");
                }
                body.set("components", parsed);
            }
        } else if (parse(command.getMessageJson().orElse("")) instanceof ObjectNode given) {
            message = given;
        } else {
            return bad("The message object is no JSON object");
        }
        return of(message, command.getRepliesTo().orElse(null));
    }

    private static OutboundContent of(ObjectNode message, @Nullable String repliesTo) {
        ObjectNode envelope = JSON.createObjectNode();
        for (String ours : OURS) {
            JsonNode given = message.remove(ours);
            if (given != null && !given.isNull()) {
                envelope.set(ours, given);
            }
        }
        boolean read = message.path("status").asString("").equals(READ);
        String type = read ? READ : message.path("type").asString("");
        String problem = problem(message, envelope, read, type);
        if (problem != null) {
            return bad(problem);
        }
        JsonNode context = message.path("context");
        String quoted = context.path("message_id").asString("");
        if (repliesTo != null && !read) {
            if (!quoted.isEmpty() && !quoted.equals(repliesTo)) {
                return refused(
                        "repliesTo",
                        Reason.BAD_CONTENT,
                        "repliesTo and the context of the message object differ");
            }
            quoted = repliesTo;
            (context instanceof ObjectNode given ? given : message.putObject("context"))
                    .put("message_id", repliesTo);
        }
        String fault =
                message.toString().length() > LONGEST
                        ? "The message object has more than " + LONGEST + " characters"
                        : StorableText.fault("The message object", message);
        return fault == null
                ? new OutboundContent(
                        type,
                        message,
                        envelope,
                        preview(type, message.path(type)),
                        quoted.isEmpty() ? null : quoted,
                        null,
                        null,
                        null)
                : bad(fault);
    }

    private static @Nullable String problem(
            ObjectNode message, ObjectNode envelope, boolean read, String type) {
        if (!envelope.path("messaging_product").asString("whatsapp").equals("whatsapp")) {
            return "messaging_product is whatsapp";
        }
        if (message.hasNonNull(CALLBACK_DATA)) {
            return CALLBACK_DATA + " carries the command's id; use reference";
        }
        if (!List.of("individual", "group")
                .contains(envelope.path("recipient_type").asString("individual"))) {
            return "recipient_type is individual or group";
        }
        if (type.isEmpty()) {
            return "The message object names no type";
        }
        return read && message.path("message_id").asString("").isEmpty()
                ? "A mark as read names no message_id"
                : null;
    }

    String json() {
        return message.toString();
    }

    /** A mark as read names a message, not a person. */
    boolean needsNoRecipient() {
        return type.equals(READ);
    }

    /** The template; null where it is none. */
    Command.@Nullable Template template() {
        JsonNode template = message.path("template");
        String name = template.path("name").asString("");
        return type.equals("template") && !name.isEmpty()
                ? TemplateNews.template(name, template.path("language").path("code").asString(""))
                : null;
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

    private static OutboundContent bad(String problem) {
        return refused("message", Reason.BAD_CONTENT, problem);
    }

    static OutboundContent refused(String field, Reason reason, String problem) {
        ObjectNode nothing = JSON.createObjectNode();
        return new OutboundContent("none", nothing, nothing, null, null, field, reason, problem);
    }

    private static int count(boolean present) {
        return present ? 1 : 0;
    }
}
