package dev.coexistence.conversation.projection;

import org.jspecify.annotations.Nullable;

/**
 * Text that PostgreSQL can keep. U+0000 is legal in JSON and in Java but not in a text column, and
 * a lone surrogate is no character at all; both become U+FFFD, so that one odd message never holds
 * up a batch.
 */
final class Clean {
    private static final char REPLACEMENT = '\uFFFD';

    private Clean() {}

    static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cleaned(text);
            }
        }
        return text;
    }

    static @Nullable String textOrNull(@Nullable String text) {
        return text == null ? null : text(text);
    }

    /** The text, or null where it is blank: an empty id is no id. */
    static @Nullable String id(@Nullable String text) {
        return text == null || text.isBlank() ? null : text(text);
    }

    private static String cleaned(String text) {
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
