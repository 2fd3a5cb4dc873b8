package dev.coexistence.ingest.split.content;

import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonFields;
import dev.coexistence.schemas.events.MetaError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Content of a message, whichever way it went, as every event of a message carries it.
 *
 * @param preview readable text
 * @param repliesTo wamid of the quoted message
 * @param targets wamid of the message that an edit, a revoke or a reaction speaks of
 * @param placeholder whether a later event with the same wamid brings the content
 */
public record ContentFields(
        String type,
        @Nullable String preview,
        @Nullable String mediaId,
        @Nullable String mimeType,
        @Nullable String repliesTo,
        @Nullable String targets,
        boolean placeholder,
        @Nullable MetaError error) {

    private static final int NOT_THERE_YET = 131_060;
    static final String MEDIA_PLACEHOLDER = "media_placeholder";
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

    /** The content of a message object. */
    public static ContentFields read(Json.Obj message) {
        String type = type(message);
        Json.Obj content = type.equals("edit") ? editedMessage(message) : message;
        String contentType = type.equals("edit") ? type(content) : type;
        Json.Obj body = content.object(contentType);
        boolean media = body.has("id") && (body.has("mime_type") || isMedia(contentType));
        MetaError error = firstError(message);
        return new ContentFields(
                type,
                MessagePreview.read(contentType, content),
                media ? JsonFields.id(body, "id") : null,
                media ? JsonFields.shortText(body, "mime_type") : null,
                JsonFields.firstId(
                        JsonFields.id(message.object("context"), "id"),
                        JsonFields.id(content.object("context"), "id")),
                target(type, message),
                isPlaceholder(type, message, error),
                error);
    }

    /** The first error that the object carries. */
    public static @Nullable MetaError firstError(Json.Obj object) {
        for (var place : object.items("errors", "")) {
            if (place.json() instanceof Json.Obj error) {
                return error(error);
            }
        }
        return null;
    }

    /** An error object. */
    public static MetaError error(Json.Obj error) {
        return MetaError.newBuilder()
                .setCode(JsonFields.integer(error, "code", 0))
                .setTitle(JsonFields.shortText(error, "title"))
                .setMessage(JsonFields.shortText(error, "message"))
                .setDetails(JsonFields.shortText(error.object("error_data"), "details"))
                .build();
    }

    private static String type(Json.Obj message) {
        String stated = JsonFields.id(message, "type");
        if (stated != null) {
            return stated;
        }
        return message.members().keySet().stream()
                .filter(TYPES::contains)
                .findFirst()
                .orElse("unknown");
    }

    private static Json.Obj editedMessage(Json.Obj message) {
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
            case "edit", "revoke" -> JsonFields.id(message.object(type), "original_message_id");
            case "reaction" -> JsonFields.id(message.object(type), "message_id");
            default -> null;
        };
    }
}
