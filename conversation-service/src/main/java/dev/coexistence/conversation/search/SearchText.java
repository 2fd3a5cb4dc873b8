package dev.coexistence.conversation.search;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Text as it is searched: folded words, and the grams by which an index finds them. Signs such as
 * emoji and a script that writes without spaces are cut into pairs of characters, any other into
 * triples, with the beginnings of words for short questions. Needs no dictionary and does not
 * depend on the database's locale.
 */
public final class SearchText {
    /** As long as a text of WhatsApp can be. */
    private static final int LONGEST = 65_536;

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

    /** Emoji, other pictures and currencies: words of their own. */
    private static final int SIGN = 1 << Character.OTHER_SYMBOL | 1 << Character.CURRENCY_SYMBOL;

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
    public static SearchText index(String text) {
        return parse(text, true);
    }

    /** The text of a query: every gram of it must be in the text. */
    public static SearchText query(String text) {
        return parse(text, false);
    }

    /**
     * Meanings of a query, the likeliest first: its words, and for a phone number its digits in
     * one, however they are grouped here and there. Found is what one of them finds.
     */
    public static List<SearchText> meanings(String text) {
        var meanings = new ArrayList<SearchText>(2);
        SearchText words = query(text);
        if (!words.isEmpty()) {
            meanings.add(words);
        }
        String digits = PhoneDigits.normalize(TextFolding.fold(text).strip());
        if (!digits.isEmpty() && !digits.equals(words.words())) {
            meanings.add(query(digits));
        }
        return meanings;
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

    private static SearchText parse(String text, boolean whole) {
        return new SearchText(cut(TextFolding.fold(text), LONGEST), whole);
    }

    private static String cut(String folded, int longest) {
        if (folded.length() <= longest) {
            return folded;
        }
        return folded.substring(
                0, Character.isHighSurrogate(folded.charAt(longest - 1)) ? longest - 1 : longest);
    }

    private void cut(String text) {
        var word = new int[text.length()];
        int length = 0;
        boolean signs = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            int type = 1 << Character.getType(point);
            boolean sign = (SIGN & type) != 0;
            boolean between = !sign && (OF_A_WORD & type) == 0;
            if (length > 0 && (between || sign != signs)) {
                add(word, length, signs);
                length = 0;
            }
            if (!between) {
                word[length++] = point;
                signs = sign;
            }
        }
        if (length > 0) {
            add(word, length, signs);
        }
        if (whole) {
            for (String number : PhoneDigits.findAll(text)) {
                int[] digits = number.chars().toArray();
                grams = Arrays.copyOf(grams, Math.max(grams.length, count + 2 * digits.length + 2));
                add(digits, digits.length, false);
            }
        }
    }

    private void add(int[] word, int length, boolean signs) {
        if (!words.isEmpty()) {
            words.append(' ');
        }
        boolean withoutSpaces = signs;
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
