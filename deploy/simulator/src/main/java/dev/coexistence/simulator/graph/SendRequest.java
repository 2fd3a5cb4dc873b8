package dev.coexistence.simulator.graph;

import dev.coexistence.simulator.number.Recipient;
import dev.coexistence.simulator.trace.Sent;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.Json;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to send that makes sense.
 *
 * @param content the member that belongs to the type, read where it came as JSON text
 */
record SendRequest(
        ObjectNode body, Recipient recipient, String type, JsonNode content, String callbackData) {
    private static final Pattern PHONE = Pattern.compile("\\+?[\\d\\s().-]+");
    private static final Pattern USER_ID =
            Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");
    private static final int LEAST_DIGITS = 5;
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
        Recipient recipient = recipient(body);
        String type = Json.string(body, "type", "text");
        if (!TYPES.contains(type)) {
            throw new BadRequest("Unsupported message type " + type + ".");
        }
        JsonNode content = Json.unfolded(body.get(type));
        if (content == null || content.isNull() || content.isEmpty()) {
            throw new BadRequest("The parameter " + type + " is required.");
        }
        checkContent(type, content);
        String callback = Json.string(body, "biz_opaque_callback_data", "");
        if (callback.length() > LONGEST_CALLBACK) {
            throw new BadRequest("biz_opaque_callback_data must have at most 512 characters.");
        }
        return new SendRequest(body, recipient, type, content, callback);
    }

    String to() {
        return recipient.address();
    }

    boolean template() {
        return type.equals("template");
    }

    private static Recipient recipient(ObjectNode body) throws BadRequest {
        String to = Json.string(body, "to", "");
        String kind = Json.string(body, "recipient_type", "individual");
        if (kind.equals("group")) {
            if (to.isEmpty()) {
                throw new BadRequest("The parameter to is required.");
            }
            return Recipient.group(to);
        }
        if (!kind.equals("individual")) {
            throw new BadRequest("The parameter recipient_type is not valid.");
        }
        if (to.isEmpty()) {
            String userId = Json.string(body, "recipient", "");
            if (userId.isEmpty()) {
                throw new BadRequest("The parameter to is required.");
            }
            if (!USER_ID.matcher(userId).matches()) {
                throw new BadRequest("The parameter recipient is not a user id.");
            }
            return Recipient.userId(userId);
        }
        Recipient phone = Recipient.phone(to);
        if (!PHONE.matcher(to).matches() || phone.address().length() < LEAST_DIGITS) {
            throw new BadRequest("The parameter to is not a phone number.");
        }
        return phone;
    }

    /** The answer Meta gives. */
    ObjectNode accepted(Sent sent) {
        ObjectNode answer = Json.object().put("messaging_product", "whatsapp");
        ObjectNode contact = answer.putArray("contacts").addObject();
        contact.put("input", recipient.input());
        switch (recipient.kind()) {
            case PHONE, GROUP -> contact.put("wa_id", recipient.address());
            case USER_ID -> contact.put("user_id", recipient.input());
        }
        ObjectNode message = answer.putArray("messages").addObject();
        message.put("id", sent.wamid());
        if (template()) {
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
                JsonNode language = Json.unfolded(content.get("language"));
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
            case "contacts" -> {
                if (!content.isArray()) {
                    throw new BadRequest("Param contacts must be an array.");
                }
                for (JsonNode card : content) {
                    if (!Json.has(card.path("name"), "formatted_name")) {
                        throw new BadRequest(
                                "The parameter contacts['name']['formatted_name'] is required.");
                    }
                }
            }
            case "reaction" -> Json.need(content, "message_id");
            default -> {}
        }
    }
}
