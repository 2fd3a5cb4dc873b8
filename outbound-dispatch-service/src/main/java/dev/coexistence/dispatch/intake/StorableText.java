package dev.coexistence.dispatch.intake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Limits of text and timestamps in PostgreSQL and in Meta's JSON. */
final class StorableText {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private StorableText() {}

    /** Reason for which a text cannot be held; null where it can. */
    static @Nullable String fault(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.indexOf('\0') >= 0) {
            return name + " holds U+0000";
        }
        return text.codePoints().anyMatch(StorableText::half)
                ? name + " holds half of a surrogate pair"
                : null;
    }

    /**
     * Reason for which a JSON value cannot be held, in a text or a name at any depth; null where it
     * can.
     */
    static @Nullable String fault(String name, JsonNode json) {
        if (json.isString()) {
            return fault(name, json.stringValue());
        }
        for (var member : json.properties()) {
            String fault = fault("The name of a member of " + name, member.getKey());
            if (fault == null) {
                fault = fault(name + "." + member.getKey(), member.getValue());
            }
            if (fault != null) {
                return fault;
            }
        }
        if (json.isArray()) {
            for (int i = 0; i < json.size(); i++) {
                String fault = fault(name + "." + i, json.path(i));
                if (fault != null) {
                    return fault;
                }
            }
        }
        return null;
    }

    /** True where a time lies in the years 1 to 9999. */
    static boolean holds(@Nullable Instant time) {
        return time == null || (!time.isBefore(FIRST) && time.isBefore(AFTER_LAST));
    }

    /** The text with U+FFFD for what cannot be held. */
    static String clean(String text) {
        if (fault("", text) == null) {
            return text;
        }
        var clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(c == 0 || half(c) ? 0xFFFD : c));
        return clean.toString();
    }

    private static boolean half(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
