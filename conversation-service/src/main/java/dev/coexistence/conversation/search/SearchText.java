package dev.coexistence.conversation.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Text as it is searched: words in lower case without accents, and the grams by which an index
 * finds them. A script that writes without spaces is cut into pairs of characters, any other into
 * triples, with the beginnings of words for short questions. Needs no dictionary and does not
 * depend on the database's locale.
 *
 * @param words the words, one space between them
 * @param grams hashes; two grams may share one, so a find is checked against the words
 */
public record SearchText(String words, Set<Integer> grams) {
    private static final int LONGEST = 4_000;
    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
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

    private static SearchText of(String text, boolean whole) {
        String plain =
                ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        String folded =
                Normalizer.normalize(plain, Normalizer.Form.NFKC)
                        .toLowerCase(Locale.ROOT)
                        .replace("ß", "ss")
                        .replace('ς', 'σ');
        List<String> words = words(folded.substring(0, Math.min(folded.length(), LONGEST)));
        var grams = new LinkedHashSet<Integer>();
        for (String word : words) {
            int[] points = word.codePoints().toArray();
            if (isWithoutSpaces(points)) {
                pairs(points, whole, grams);
            } else {
                triples(points, whole, grams);
            }
        }
        return new SearchText(String.join(" ", words), grams);
    }

    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        for (String word : BETWEEN.splitAsStream(text).toList()) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static boolean isWithoutSpaces(int[] points) {
        for (int point : points) {
            if (WITHOUT_SPACES.contains(UnicodeScript.of(point))) {
                return true;
            }
        }
        return false;
    }

    private static void pairs(int[] points, boolean whole, Set<Integer> grams) {
        for (int i = 0; i < points.length; i++) {
            if (whole || points.length == 1) {
                grams.add(hash('1', points[i], 0, 0));
            }
            if (i + 1 < points.length) {
                grams.add(hash('2', points[i], points[i + 1], 0));
            }
        }
    }

    private static void triples(int[] points, boolean whole, Set<Integer> grams) {
        if (whole || points.length == 1) {
            grams.add(hash('^', points[0], 0, 0));
        }
        if (points.length > 1 && (whole || points.length == 2)) {
            grams.add(hash('^', points[0], points[1], 0));
        }
        for (int i = 0; i + 2 < points.length; i++) {
            grams.add(hash('3', points[i], points[i + 1], points[i + 2]));
        }
    }

    private static int hash(int kind, int a, int b, int c) {
        int mixed = ((kind * 0x9E3779B1 + a) * 0x85EBCA6B + b) * 0xC2B2AE35 + c;
        mixed ^= mixed >>> 15;
        mixed *= 0x2C1B3C6D;
        return mixed ^ (mixed >>> 12);
    }
}
