package dev.coexistence.conversation.fact;

import dev.coexistence.conversation.database.TextSanitizer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reader of Meta's own JSON for what the event's fields do not carry. Tolerant. */
final class MessageJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ASKED_FOR = "contact_request";
    private static final Pattern TELEPHONE =
            Pattern.compile("(?im)^(?:[\\w-]+\\.)?TEL([^:\\r\\n]*):([^\\r\\n]+)");
    private static final Pattern WA_ID = Pattern.compile("(?i)waid=\"?(\\d{6,15})");
    private static final Pattern WHOLE = Pattern.compile("\\d{6,15}");
    private static final Pattern INTERNATIONAL = Pattern.compile("\\+[0-9 ().-]{6,24}");

    private MessageJson() {}

    /** New and previous ids of a user who moved, from a system message. */
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
        return emoji == null ? "" : TextSanitizer.text(emoji);
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

    static @Nullable String readEdit(String json) {
        return TextSanitizer.textOrNull(text(json, "/edit/message/text/body"));
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

    /**
     * The number that somebody shared of themselves when they were asked for it: the only one on
     * the only card of a message with {@code origin: contact_request}, which is not forwarded.
     */
    static @Nullable String readSharedNumber(String json) {
        JsonNode message = read(json);
        JsonNode cards = message.path("contacts");
        JsonNode card = cards.isArray() && cards.size() == 1 ? cards.get(0) : cards;
        boolean asked =
                ASKED_FOR.equals(string(message, "origin"))
                        || ASKED_FOR.equals(string(card, "origin"));
        JsonNode context = message.path("context");
        if (!asked
                || !card.isObject()
                || context.path("forwarded").asBoolean(false)
                || context.path("frequently_forwarded").asBoolean(false)) {
            return null;
        }
        SequencedSet<String> numbers = new LinkedHashSet<>();
        for (JsonNode phone : card.path("phones")) {
            add(numbers, string(phone, "wa_id"), string(phone, "phone"));
        }
        if (numbers.isEmpty()) {
            var line = TELEPHONE.matcher(String.valueOf(string(card, "vcard")));
            while (line.find()) {
                var waId = WA_ID.matcher(line.group(1));
                add(numbers, waId.find() ? waId.group(1) : null, line.group(2));
            }
        }
        return numbers.size() == 1 ? numbers.getFirst() : null;
    }

    /** A number without its country code could be anybody's. */
    private static void add(Set<String> numbers, @Nullable String waId, @Nullable String phone) {
        if (waId != null && WHOLE.matcher(waId).matches()) {
            numbers.add(waId);
        } else if (phone != null && INTERNATIONAL.matcher(phone.strip()).matches()) {
            numbers.add(phone.replaceAll("[^0-9]", ""));
        }
    }

    /** The ids that somebody had before {@code user_id_update}. */
    static Moved previousIds(String json) {
        JsonNode item = read(json);
        return new Moved(
                "",
                null,
                first(item.at("/user_id/previous"), item.path("previous_user_id")),
                first(item.at("/parent_user_id/previous"), item.path("previous_parent_user_id")),
                null,
                null);
    }

    private static @Nullable String first(JsonNode... nodes) {
        for (JsonNode node : nodes) {
            if (node.isString()) {
                return node.stringValue();
            }
        }
        return null;
    }

    private static @Nullable String string(JsonNode object, String name) {
        JsonNode node = object.path(name);
        return node.isString() ? node.stringValue() : null;
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException _) {
            return JSON.nullNode();
        }
    }
}
