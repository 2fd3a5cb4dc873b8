package dev.coexistence.ingest.split;

import org.jspecify.annotations.Nullable;

/** Text that every store and every client can hold. */
final class Text {
    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /** Without U+0000 and lone surrogates, which become U+FFFD, and no longer than the limit. */
    static @Nullable String clean(@Nullable String text, int limit) {
        if (text == null) {
            return null;
        }
        String safe = replaced(text, true);
        if (safe.length() <= limit) {
            return safe;
        }
        int end = Character.isHighSurrogate(safe.charAt(limit - 1)) ? limit - 1 : limit;
        return safe.substring(0, end);
    }

    /** Without lone surrogates: what UTF-8 can express. */
    static String wellFormed(String text) {
        return replaced(text, false);
    }

    private static String replaced(String text, boolean alsoZero) {
        int suspect = firstSuspect(text);
        return suspect == text.length() ? text : replaced(text, suspect, alsoZero);
    }

    /** Where the first U+0000 or character from U+D800 on stands: nearly all text has none. */
    private static int firstSuspect(String text) {
        int at = 0;
        while (at < text.length() && (char) (text.charAt(at) - 1) < Character.MIN_SURROGATE - 1) {
            at++;
        }
        return at;
    }

    private static String replaced(String text, int from, boolean alsoZero) {
        StringBuilder copy = null;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c) || (alsoZero && c == 0)) {
                if (copy == null) {
                    copy = new StringBuilder(text);
                }
                copy.setCharAt(i, REPLACEMENT);
            }
        }
        return copy == null ? text : copy.toString();
    }
}
