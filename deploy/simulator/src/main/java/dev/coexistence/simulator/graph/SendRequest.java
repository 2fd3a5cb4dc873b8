package dev.coexistence.simulator.graph;

import dev.coexistence.simulator.number.SendRecipient;
import dev.coexistence.simulator.trace.SentMessage;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.MetaJson;
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
        ObjectNode body,
        SendRecipient recipient,
        String type,
        JsonNode content,
        String callbackData) {
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
        SendRecipient recipient = recipient(body);
        String type = MetaJson.string(body, "type", "text");
        if (!TYPES.contains(type)) {
            throw new BadRequest("Unsupported message type " + type + ".");
        }
        JsonNode content = MetaJson.unfold(body.get(type));
        if (content == null || content.isNull() || content.isEmpty()) {
            throw new BadRequest("The parameter " + type + " is required.");
        }
        checkContent(type, content);
        String callback = MetaJson.string(body, "biz_opaque_callback_data", "");
        if (callback.length() > LONGEST_CALLBACK) {
            throw new BadRequest("biz_opaque_callback_data must have at most 512 characters.");
        }
        return new SendRequest(body, recipient, type, content, callback);
    }

    String recipientInput() {
        return recipient.address();
    }

    boolean template() {
        return type.equals("template");
    }

    private static SendRecipient recipient(ObjectNode body) throws BadRequest {
        String to = MetaJson.string(body, "to", "");
        String kind = MetaJson.string(body, "recipient_type", "individual");
        if (kind.equals("group")) {
            if (to.isEmpty()) {
                throw new BadRequest("The parameter to is required.");
            }
            return SendRecipient.group(to);
        }
        if (!kind.equals("individual")) {
            throw new BadRequest("The parameter recipient_type is not valid.");
        }
        if (to.isEmpty()) {
            String userId = MetaJson.string(body, "recipient", "");
            if (userId.isEmpty()) {
                throw new BadRequest("The parameter to is required.");
            }
            if (!USER_ID.matcher(userId).matches()) {
                throw new BadRequest("The parameter recipient is not a user id.");
            }
            return SendRecipient.userId(userId);
        }
        SendRecipient phone = SendRecipient.phone(to);
        if (!PHONE.matcher(to).matches() || phone.address().length() < LEAST_DIGITS) {
            throw new BadRequest("The parameter to is not a phone number.");
        }
        return phone;
    }

    /** The answer Meta gives. */
    ObjectNode acceptance(SentMessage sent) {
        ObjectNode answer = MetaJson.object().put("messaging_product", "whatsapp");
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
                String text = MetaJson.need(content, "body");
                if (text.length() > LONGEST_TEXT) {
                    throw new BadRequest(
                            "Param text['body'] must be at most 4096 characters long.");
                }
            }
            case "template" -> {
                MetaJson.need(content, "name");
                JsonNode language = MetaJson.unfold(content.get("language"));
                if (language == null || !MetaJson.has(language, "code")) {
                    throw new BadRequest("The parameter template['language']['code'] is required.");
                }
            }
            case "image", "video", "audio", "document", "sticker" -> {
                if (!MetaJson.has(content, "id") && !MetaJson.has(content, "link")) {
                    throw new BadRequest(
                            "The parameter " + type + " needs either an id or a link.");
                }
            }
            case "contacts" -> {
                if (!content.isArray()) {
                    throw new BadRequest("Param contacts must be an array.");
                }
                for (JsonNode card : content) {
                    if (!MetaJson.has(card.path("name"), "formatted_name")) {
                        throw new BadRequest(
                                "The parameter contacts['name']['formatted_name'] is required.");
                    }
                }
            }
            case "reaction" -> MetaJson.need(content, "message_id");
            default -> {}
        }
    }
}
