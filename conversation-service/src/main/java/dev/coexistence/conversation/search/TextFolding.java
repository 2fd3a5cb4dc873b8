package dev.coexistence.conversation.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One form for all that people take for the same text: upper and lower case, widths, letters with
 * and without marks or strokes, digits of every script, and characters that cannot be seen.
 */
final class TextFolding {
    /** Scripts that are read without their marks; of others a mark is a letter of its own. */
    private static final Set<UnicodeScript> READ_WITHOUT_MARKS =
            EnumSet.of(
                    UnicodeScript.INHERITED,
                    UnicodeScript.COMMON,
                    UnicodeScript.LATIN,
                    UnicodeScript.GREEK,
                    UnicodeScript.CYRILLIC,
                    UnicodeScript.ARABIC,
                    UnicodeScript.HEBREW,
                    UnicodeScript.SYRIAC);

    private static final int DAKUTEN = 0x3099;
    private static final int HANDAKUTEN = 0x309A;
    private static final int TATWEEL = 0x0640;
    private static final int FIRST_SKIN_TONE = 0x1F3FB;
    private static final int LAST_SKIN_TONE = 0x1F3FF;

    /** Blanks in the shape of letters (Unicode: Default_Ignorable_Code_Point). */
    private static final Set<Integer> FILLERS = Set.of(0x115F, 0x1160, 0x3164, 0xFFA0);

    private static final int[][] BLOCKS = {
        {0x00C0, 0x02AF}, {0x0400, 0x052F}, {0x1D00, 0x1EFF}, {0x2C60, 0x2C7F}, {0xA720, 0xA7FF}
    };
    private static final Pattern WITH =
            Pattern.compile("((?:LATIN|CYRILLIC) SMALL LETTER .+?) WITH .+");

    /** Letters that normalisation leaves as they are, by the plain ones that people type. */
    private static final Map<Integer, String> PLAIN = plain();

    private TextFolding() {}

    static String fold(String text) {
        if (isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        // There and back is Unicode's full case folding, as far as it matters: ß, ı and İ too.
        String lower =
                Normalizer.normalize(text, Normalizer.Form.NFKD)
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT);
        var folded = new StringBuilder(lower.length());
        for (int i = 0; i < lower.length(); ) {
            int point = lower.codePointAt(i);
            i += Character.charCount(point);
            append(folded, point);
        }
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static void append(StringBuilder folded, int point) {
        switch (Character.getType(point)) {
            case Character.FORMAT -> {}
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> {
                if (!isLeftOut(point)) {
                    folded.appendCodePoint(point);
                }
            }
            case Character.DECIMAL_DIGIT_NUMBER -> folded.append(Character.digit(point, 10));
            default -> {
                String plain = PLAIN.get(point);
                if (plain != null) {
                    folded.append(plain);
                } else if (!isUnseen(point)) {
                    folded.appendCodePoint(point);
                }
            }
        }
    }

    private static boolean isLeftOut(int mark) {
        return mark != DAKUTEN
                && mark != HANDAKUTEN
                && READ_WITHOUT_MARKS.contains(UnicodeScript.of(mark));
    }

    private static boolean isUnseen(int point) {
        return point == TATWEEL
                || (point >= FIRST_SKIN_TONE && point <= LAST_SKIN_TONE)
                || FILLERS.contains(point);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static Map<Integer, String> plain() {
        var plain = new HashMap<Integer, String>();
        for (int[] block : BLOCKS) {
            for (int point = block[0]; point <= block[1]; point++) {
                String name = Character.getName(point);
                Matcher with = name == null ? null : WITH.matcher(name);
                if (with != null && with.matches()) {
                    letter(with.group(1), plain, point);
                }
            }
        }
        // Letters of their own, as they are written where a keyboard lacks them.
        plain.put((int) 'æ', "ae");
        plain.put((int) 'œ', "oe");
        plain.put((int) 'þ', "th");
        plain.put((int) 'ð', "d");
        plain.put((int) 'ŋ', "n");
        plain.put((int) 'ĸ', "k");
        plain.put((int) 'ς', "σ");
        // One letter of Arabic script, as keyboards of several languages write it.
        plain.put(0x0649, "\u064A");
        plain.put(0x06CC, "\u064A");
        plain.put(0x06A9, "\u0643");
        plain.put(0x0629, "\u0647");
        return Map.copyOf(plain);
    }

    /** {@code LATIN SMALL LETTER L WITH STROKE} is an l. */
    private static void letter(String name, Map<Integer, String> plain, int point) {
        try {
            plain.put(point, Character.toString(Character.codePointOf(name)));
        } catch (IllegalArgumentException _) {
            // There is no such letter by itself.
        }
    }
}
