package dev.coexistence.conversation.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Text as it is searched: words in lower case without accents, and the grams by which an index
 * finds them. A script that writes without spaces is cut into pairs of characters, any other into
 * triples, with the beginnings of words for short questions. Needs no dictionary and does not
 * depend on the database's locale.
 */
public final class SearchText {
    private static final int LONGEST = 4_000;
    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]");

    /** Letters, their marks and numbers; all else stands between words. */
    private static final int OF_A_WORD =
            1 << Character.UPPERCASE_LETTER
                    | 1 << Character.LOWERCASE_LETTER
                    | 1 << Character.TITLECASE_LETTER
                    | 1 << Character.MODIFIER_LETTER
                    | 1 << Character.OTHER_LETTER
                    | 1 << Character.NON_SPACING_MARK
                    | 1 << Character.ENCLOSING_MARK
                    | 1 << Character.COMBINING_SPACING_MARK
                    | 1 << Character.DECIMAL_DIGIT_NUMBER
                    | 1 << Character.LETTER_NUMBER
                    | 1 << Character.OTHER_NUMBER;

    private static final Set<UnicodeScript> WITHOUT_SPACES =
            EnumSet.of(
                    UnicodeScript.HAN,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.HANGUL,
                    UnicodeScript.THAI,
                    UnicodeScript.LAO,
                    UnicodeScript.KHMER,
                    UnicodeScript.MYANMAR,
                    UnicodeScript.TIBETAN);

    /** The first character of those scripts. */
    private static final int FIRST_WITHOUT_SPACES = 0x0E01;

    private final StringBuilder words;
    private final boolean whole;
    private int[] grams;
    private int count;

    private SearchText(String folded, boolean whole) {
        this.words = new StringBuilder(folded.length());
        this.whole = whole;
        this.grams = new int[2 * folded.length() + 2];
        cut(folded);
        this.grams = distinct();
    }

    /** The text of a message or a name, to be found later. */
    public static SearchText toFind(String text) {
        return of(text, true);
    }

    /** What is searched for: every gram of it must be in the text. */
    public static SearchText wanted(String text) {
        return of(text, false);
    }

    public boolean isEmpty() {
        return words.isEmpty();
    }

    /** The words, one space between them. */
    public String words() {
        return words.toString();
    }

    /** Hashes, in order, each once; two grams may share one, so a find is checked by its words. */
    public int[] grams() {
        return grams.clone();
    }

    private static SearchText of(String text, boolean whole) {
        String folded = folded(text);
        return new SearchText(folded.substring(0, Math.min(folded.length(), LONGEST)), whole);
    }

    private static String folded(String text) {
        if (isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        String plain =
                ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return Normalizer.normalize(plain, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace("ß", "ss")
                .replace('ς', 'σ');
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private void cut(String text) {
        var word = new int[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if ((OF_A_WORD >>> Character.getType(point) & 1) != 0) {
                word[length++] = point;
            } else if (length > 0) {
                add(word, length);
                length = 0;
            }
        }
        if (length > 0) {
            add(word, length);
        }
    }

    private void add(int[] word, int length) {
        if (!words.isEmpty()) {
            words.append(' ');
        }
        boolean withoutSpaces = false;
        for (int i = 0; i < length; i++) {
            words.appendCodePoint(word[i]);
            withoutSpaces |= isWithoutSpaces(word[i]);
        }
        if (withoutSpaces) {
            pairs(word, length);
        } else {
            triples(word, length);
        }
    }

    private static boolean isWithoutSpaces(int point) {
        return point >= FIRST_WITHOUT_SPACES && WITHOUT_SPACES.contains(UnicodeScript.of(point));
    }

    private void pairs(int[] word, int length) {
        for (int i = 0; i < length; i++) {
            if (whole || length == 1) {
                add('1', word[i], 0, 0);
            }
            if (i + 1 < length) {
                add('2', word[i], word[i + 1], 0);
            }
        }
    }

    private void triples(int[] word, int length) {
        if (whole || length == 1) {
            add('^', word[0], 0, 0);
        }
        if (length > 1 && (whole || length == 2)) {
            add('^', word[0], word[1], 0);
        }
        for (int i = 0; i + 2 < length; i++) {
            add('3', word[i], word[i + 1], word[i + 2]);
        }
    }

    private void add(int kind, int a, int b, int c) {
        int mixed = ((kind * 0x9E3779B1 + a) * 0x85EBCA6B + b) * 0xC2B2AE35 + c;
        mixed ^= mixed >>> 15;
        mixed *= 0x2C1B3C6D;
        grams[count++] = mixed ^ (mixed >>> 12);
    }

    private int[] distinct() {
        Arrays.sort(grams, 0, count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || grams[i] != grams[i - 1]) {
                grams[kept++] = grams[i];
            }
        }
        return Arrays.copyOf(grams, kept);
    }
}
