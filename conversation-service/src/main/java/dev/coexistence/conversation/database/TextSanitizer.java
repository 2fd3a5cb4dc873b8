package dev.coexistence.conversation.database;

import org.jspecify.annotations.Nullable;

/**
 * Text that PostgreSQL can keep. U+0000 is legal in JSON and in Java but not in a text column, and
 * a lone surrogate is no character at all; both become U+FFFD, so that one odd message never holds
 * up a batch.
 */
public final class TextSanitizer {
    private static final char REPLACEMENT = '\uFFFD';

    private TextSanitizer() {}

    public static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return clean(text);
            }
        }
        return text;
    }

    public static @Nullable String textOrNull(@Nullable String text) {
        return text == null ? null : text(text);
    }

    /** The text, or null where it is blank: an empty id is no id. */
    public static @Nullable String id(@Nullable String text) {
        return text == null || text.isBlank() ? null : text(text);
    }

    private static String clean(String text) {
        var clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(c).append(text.charAt(++i));
            } else {
                clean.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return clean.toString();
    }
}
