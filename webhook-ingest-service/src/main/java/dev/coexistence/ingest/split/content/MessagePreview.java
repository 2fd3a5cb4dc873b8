package dev.coexistence.ingest.split.content;

import dev.coexistence.ingest.split.json.CleanText;
import dev.coexistence.ingest.split.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Preview of a message: readable text for people, by the message's type. */
final class MessagePreview {
    /**
     * UTF-16 units, WhatsApp's own limit for a text. The whole of a longer one stands in the JSON;
     * twice the whole would not fit into a record.
     */
    private static final int MAX_UNITS = 65_536;

    private MessagePreview() {}

    /** The preview; null where the message holds nothing to read. */
    static @Nullable String read(String type, Json.Obj message) {
        String text = text(type, message);
        return text == null || text.isBlank() ? null : CleanText.clean(text, MAX_UNITS);
    }

    private static @Nullable String text(String type, Json.Obj message) {
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
            case "order" -> firstText(body.text("text"), OrderSummary.summarize(body));
            case "revoke", "unsupported", ContentFields.MEDIA_PLACEHOLDER -> null;
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
                label("Payment method: ", body.object("payment_method").text("payment_method")),
                body.object("body").text("text"));
    }

    private static @Nullable String label(String label, @Nullable String text) {
        return text == null || text.isBlank() ? null : label + text;
    }

    private static @Nullable String point(Json.Obj location) {
        String latitude = location.text("latitude");
        String longitude = location.text("longitude");
        return latitude == null || longitude == null ? null : latitude + ", " + longitude;
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
