package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.reading.MessageView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What only the message's own JSON says.
 *
 * @param place where somebody is, for a location
 * @param fileName of a document, as its sender named it
 * @param cards names and numbers on contact cards
 * @param earlier its first wording, where it was edited or deleted and may be shown
 */
record Inside(
        @Nullable Place place,
        @Nullable String fileName,
        List<String> cards,
        @Nullable String earlier) {
    static final Inside NOTHING = new Inside(null, null, List.of(), null);

    /** A point on the map. */
    record Place(double latitude, double longitude, @Nullable String name) {
        public String link() {
            return "https://www.openstreetmap.org/?mlat=%s&mlon=%s#map=16/%s/%s"
                    .formatted(latitude, longitude, latitude, longitude);
        }
    }

    /**
     * @param json the message as Meta or the sender put it
     */
    static Inside of(MessageView message, JsonNode json) {
        if (message.revokedAt() != null) {
            return new Inside(null, null, List.of(), wording(message, json));
        }
        return switch (message.type()) {
            case "location" -> new Inside(place(json.path("location")), null, List.of(), null);
            case "document" ->
                    new Inside(
                            null,
                            json.path("document").path("filename").asString(null),
                            List.of(),
                            null);
            case "contacts" -> new Inside(null, null, cards(json.path("contacts")), null);
            default -> NOTHING;
        };
    }

    /** Whether the JSON of such a message says more than its view. */
    static boolean isWorthReading(MessageView message, boolean deletedToo) {
        return message.revokedAt() != null
                ? deletedToo
                : switch (message.type()) {
                    case "location", "document", "contacts" -> true;
                    default -> false;
                };
    }

    Inside said(@Nullable String firstWording) {
        return new Inside(place, fileName, cards, firstWording);
    }

    private static @Nullable String wording(MessageView message, JsonNode json) {
        String body = json.path("text").path("body").asString(null);
        return body != null ? body : json.path(message.type()).path("caption").asString(null);
    }

    private static @Nullable Place place(JsonNode location) {
        JsonNode latitude = location.path("latitude");
        JsonNode longitude = location.path("longitude");
        return latitude.isNumber() && longitude.isNumber()
                ? new Place(
                        latitude.asDouble(),
                        longitude.asDouble(),
                        location.path("name").asString(null))
                : null;
    }

    private static List<String> cards(JsonNode contacts) {
        var cards = new ArrayList<String>();
        for (JsonNode contact : contacts) {
            var words = new ArrayList<String>();
            words.add(contact.path("name").path("formatted_name").asString(""));
            contact.path("phones").forEach(phone -> words.add(phone.path("phone").asString("")));
            words.removeIf(String::isBlank);
            if (!words.isEmpty()) {
                cards.add(String.join(", ", words));
            }
        }
        return cards;
    }
}
