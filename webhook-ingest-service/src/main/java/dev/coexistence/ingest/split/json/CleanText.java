package dev.coexistence.ingest.split.json;

import org.jspecify.annotations.Nullable;

/** Sanitiser of text: its results fit every database and every client. */
public final class CleanText {
    private static final char REPLACEMENT = '\uFFFD';

    private CleanText() {}

    /** Without U+0000 and lone surrogates, which become U+FFFD, and no longer than the limit. */
    public static @Nullable String clean(@Nullable String text, int limit) {
        if (text == null) {
            return null;
        }
        String safe = replaceBroken(text, true);
        if (safe.length() <= limit) {
            return safe;
        }
        int end = Character.isHighSurrogate(safe.charAt(limit - 1)) ? limit - 1 : limit;
        return safe.substring(0, end);
    }

    /** Without lone surrogates: what UTF-8 can express. */
    public static String wellFormed(String text) {
        return replaceBroken(text, false);
    }

    private static String replaceBroken(String text, boolean alsoZero) {
        int suspect = firstSuspect(text);
        return suspect == text.length() ? text : replaceBroken(text, suspect, alsoZero);
    }

    /** Index of the first U+0000 or character from U+D800 on: nearly all text has none. */
    private static int firstSuspect(String text) {
        int at = 0;
        while (at < text.length() && (char) (text.charAt(at) - 1) < Character.MIN_SURROGATE - 1) {
            at++;
        }
        return at;
    }

    private static String replaceBroken(String text, int from, boolean alsoZero) {
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
