package dev.coexistence.ingest.split;

import dev.coexistence.schemas.events.MetaError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a message says, whichever way it went.
 *
 * @param preview readable text
 * @param repliesTo wamid of the quoted message
 * @param targets wamid of the message that an edit, a revoke or a reaction speaks of
 * @param placeholder whether a later event with the same wamid brings the content
 */
record MessageContent(
        String type,
        @Nullable String preview,
        @Nullable String mediaId,
        @Nullable String mimeType,
        @Nullable String repliesTo,
        @Nullable String targets,
        boolean placeholder,
        @Nullable MetaError error) {

    /**
     * UTF-16 units, WhatsApp's own limit for a text. The whole of a longer one stands in the JSON;
     * twice the whole would not fit into a record.
     */
    static final int MAX_PREVIEW = 65_536;

    private static final int NOT_THERE_YET = 131_060;
    private static final String MEDIA_PLACEHOLDER = "media_placeholder";
    private static final Set<String> TYPES =
            Set.of(
                    "text",
                    "image",
                    "video",
                    "audio",
                    "document",
                    "sticker",
                    "location",
                    "contacts",
                    "interactive",
                    "button",
                    "reaction",
                    "order",
                    "system",
                    "edit",
                    "revoke",
                    "unsupported",
                    "template");

    static MessageContent of(Json.Obj message) {
        String type = type(message);
        Json.Obj content = type.equals("edit") ? edited(message) : message;
        String contentType = type.equals("edit") ? type(content) : type;
        Json.Obj body = content.object(contentType);
        boolean media = body.has("id") && (body.has("mime_type") || isMedia(contentType));
        MetaError error = firstError(message);
        return new MessageContent(
                type,
                Text.clean(legible(preview(contentType, content)), MAX_PREVIEW),
                media ? Values.id(body, "id") : null,
                media ? Values.shortText(body, "mime_type") : null,
                Values.firstId(
                        Values.id(message.object("context"), "id"),
                        Values.id(content.object("context"), "id")),
                target(type, message),
                isPlaceholder(type, message, error),
                error);
    }

    /** The first error that the object carries. */
    static @Nullable MetaError firstError(Json.Obj object) {
        for (var place : object.items("errors", "")) {
            if (place.json() instanceof Json.Obj error) {
                return error(error);
            }
        }
        return null;
    }

    static MetaError error(Json.Obj error) {
        return MetaError.newBuilder()
                .setCode(Values.whole(error, "code", 0))
                .setTitle(Values.shortText(error, "title"))
                .setMessage(Values.shortText(error, "message"))
                .setDetails(Values.shortText(error.object("error_data"), "details"))
                .build();
    }

    private static String type(Json.Obj message) {
        String stated = Values.id(message, "type");
        if (stated != null) {
            return stated;
        }
        return message.members().keySet().stream()
                .filter(TYPES::contains)
                .findFirst()
                .orElse("unknown");
    }

    private static Json.Obj edited(Json.Obj message) {
        Json.Obj edit = message.object("edit");
        return edit.has("message") ? edit.object("message") : edit;
    }

    private static boolean isMedia(String type) {
        return switch (type) {
            case "image", "video", "audio", "document", "sticker" -> true;
            default -> false;
        };
    }

    private static boolean isPlaceholder(String type, Json.Obj message, @Nullable MetaError error) {
        if (error != null && error.getCode() == NOT_THERE_YET) {
            return true;
        }
        return switch (type) {
            case MEDIA_PLACEHOLDER -> true;
            case "unsupported" ->
                    MEDIA_PLACEHOLDER.equals(message.object("unsupported").text("type"));
            default -> false;
        };
    }

    private static @Nullable String target(String type, Json.Obj message) {
        return switch (type) {
            case "edit", "revoke" -> Values.id(message.object(type), "original_message_id");
            case "reaction" -> Values.id(message.object(type), "message_id");
            default -> null;
        };
    }

    private static @Nullable String preview(String type, Json.Obj message) {
        Json.Obj body = message.object(type);
        return switch (type) {
            case "text", "system" -> firstText(body.text("body"), message.text(type));
            case "image", "video", "audio", "sticker" -> body.text("caption");
            case "document" -> firstText(body.text("caption"), body.text("filename"));
            case "location" -> firstText(body.text("name"), body.text("address"), point(body));
            case "contacts" -> names(message.items("contacts", ""));
            case "interactive" -> interactive(body);
            case "button" -> firstText(body.text("text"), body.text("payload"));
            case "reaction" -> body.text("emoji");
            case "order" -> firstText(body.text("text"), OrderWords.of(body));
            case "revoke", "unsupported", MEDIA_PLACEHOLDER -> null;
            default ->
                    firstText(
                            body.text("body"),
                            body.text("text"),
                            body.text("caption"),
                            body.text("title"),
                            body.text("name"));
        };
    }

    private static @Nullable String interactive(Json.Obj body) {
        Json.Obj form = body.object("nfm_reply");
        return firstText(
                body.object("button_reply").text("title"),
                body.object("list_reply").text("title"),
                form.text("body"),
                form.text("name"),
                body.object("call_permission_reply").text("response"),
                labelled("Payment method: ", body.object("payment_method").text("payment_method")),
                body.object("body").text("text"));
    }

    private static @Nullable String labelled(String label, @Nullable String text) {
        return text == null || text.isBlank() ? null : label + text;
    }

    private static @Nullable String point(Json.Obj location) {
        String latitude = location.text("latitude");
        String longitude = location.text("longitude");
        return latitude == null || longitude == null ? null : latitude + ", " + longitude;
    }

    /** The text, or null where it holds nothing to read. */
    private static @Nullable String legible(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static @Nullable String names(List<Json.Place> cards) {
        var names = new ArrayList<String>();
        for (var place : cards) {
            if (place.json() instanceof Json.Obj card) {
                String name =
                        firstText(
                                card.object("name").text("formatted_name"),
                                card.object("name").text("first_name"));
                if (name != null) {
                    names.add(name);
                }
            }
        }
        return names.isEmpty() ? null : String.join(", ", names);
    }

    private static @Nullable String firstText(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null && !text.isBlank()) {
                return text;
            }
        }
        return null;
    }
}
