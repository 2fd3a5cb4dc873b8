package dev.coexistence.simulator.graph;

import dev.coexistence.simulator.number.Customers;
import dev.coexistence.simulator.trace.Sent;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.Json;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to send that makes sense.
 *
 * @param input the recipient as it was given
 * @param to the recipient's digits, behind a user id too
 * @param userId set when the request named one instead of a phone number
 */
record SendRequest(
        ObjectNode body,
        String input,
        String to,
        @Nullable String userId,
        String callbackData,
        boolean template) {
    private static final Set<String> TYPES =
            Set.of(
                    "text",
                    "template",
                    "image",
                    "video",
                    "audio",
                    "document",
                    "sticker",
                    "location",
                    "contacts",
                    "interactive",
                    "reaction",
                    "pin");
    private static final int LONGEST_CALLBACK = 512;
    private static final int LONGEST_TEXT = 4096;

    /** Reads a body as the messages endpoint does. */
    static SendRequest read(ObjectNode body) throws BadRequest {
        String to = Json.string(body, "to");
        String userId = to == null ? Json.string(body, "recipient") : null;
        String input = to == null ? userId : to;
        if (input == null || input.isEmpty()) {
            throw new BadRequest("The parameter to is required.");
        }
        String digits = Customers.digits(userId == null ? input : Customers.phoneOf(userId));
        if (userId == null && digits.length() < 5) {
            throw new BadRequest("The parameter to is not a phone number.");
        }
        String type = Json.string(body, "type", "text");
        if (!TYPES.contains(type)) {
            throw new BadRequest("Unsupported message type " + type + ".");
        }
        JsonNode content = body.get(type);
        if (content == null || content.isNull() || content.isEmpty()) {
            throw new BadRequest("The parameter " + type + " is required.");
        }
        checkContent(type, content);
        String callback = Json.string(body, "biz_opaque_callback_data", "");
        if (callback.length() > LONGEST_CALLBACK) {
            throw new BadRequest("biz_opaque_callback_data must have at most 512 characters.");
        }
        return new SendRequest(
                body,
                input,
                digits.isEmpty() ? input : digits,
                userId,
                callback,
                type.equals("template"));
    }

    /** The answer Meta gives. */
    ObjectNode accepted(Sent sent) {
        ObjectNode answer = Json.object().put("messaging_product", "whatsapp");
        ObjectNode contact = answer.putArray("contacts").addObject();
        contact.put("input", input);
        if (userId == null) {
            contact.put("wa_id", to);
        } else {
            contact.put("user_id", userId);
        }
        ObjectNode message = answer.putArray("messages").addObject();
        message.put("id", sent.wamid());
        if (template) {
            message.put("message_status", "accepted");
        }
        return answer;
    }

    private static void checkContent(String type, JsonNode content) throws BadRequest {
        switch (type) {
            case "text" -> {
                String text = Json.need(content, "body");
                if (text.length() > LONGEST_TEXT) {
                    throw new BadRequest(
                            "Param text['body'] must be at most 4096 characters long.");
                }
            }
            case "template" -> {
                Json.need(content, "name");
                JsonNode language = content.get("language");
                if (language == null || !Json.has(language, "code")) {
                    throw new BadRequest("The parameter template['language']['code'] is required.");
                }
            }
            case "image", "video", "audio", "document", "sticker" -> {
                if (!Json.has(content, "id") && !Json.has(content, "link")) {
                    throw new BadRequest(
                            "The parameter " + type + " needs either an id or a link.");
                }
            }
            case "reaction" -> Json.need(content, "message_id");
            default -> {}
        }
    }
}
