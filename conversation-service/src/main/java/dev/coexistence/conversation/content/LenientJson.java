package dev.coexistence.conversation.content;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A tolerant look at JSON: numbers may be strings, an array may be its only item. */
record LenientJson(JsonNode json) {
    private static final int LONGEST_NUMBER = 40;
    private static final char REPLACEMENT = '\uFFFD';

    LenientJson at(String name) {
        JsonNode member = json.path(name);
        return new LenientJson(member.isArray() && member.size() == 1 ? member.path(0) : member);
    }

    boolean isObject() {
        return json.isObject();
    }

    boolean has(String name) {
        return !json.path(name).isMissingNode() && !json.path(name).isNull();
    }

    /** The items of an array, or the one value that stands in its place. */
    List<LenientJson> items(String name) {
        JsonNode member = json.path(name);
        var items = new ArrayList<LenientJson>();
        if (member.isArray()) {
            member.forEach(item -> items.add(new LenientJson(item)));
        } else if (member.isObject()) {
            items.add(new LenientJson(member));
        }
        return items;
    }

    /** The member as legible text, without being blank; null where it is none. */
    @Nullable String text(String name) {
        JsonNode member = json.path(name);
        if (!member.isValueNode() || member.isNull()) {
            return null;
        }
        String text = member.asString("");
        return text.isBlank() ? null : legible(text);
    }

    @Nullable BigDecimal number(String name) {
        String text = text(name);
        if (text == null || text.length() > LONGEST_NUMBER) {
            return null;
        }
        try {
            var number = new BigDecimal(text.strip());
            return Math.abs(number.scale()) > LONGEST_NUMBER ? null : number;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    @Nullable Boolean flag(String name) {
        return switch (text(name)) {
            case "true" -> true;
            case "false" -> false;
            case null, default -> null;
        };
    }

    /** The member as it came; null where there is none. */
    @Nullable JsonNode raw(String name) {
        return has(name) ? json.path(name) : null;
    }

    /** U+0000 and lone surrogates are no characters that a page or a client can show. */
    private static String legible(String text) {
        StringBuilder copy = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                copy = copy == null ? new StringBuilder(text) : copy;
                copy.setCharAt(i, REPLACEMENT);
            }
        }
        return copy == null ? text : copy.toString();
    }
}
