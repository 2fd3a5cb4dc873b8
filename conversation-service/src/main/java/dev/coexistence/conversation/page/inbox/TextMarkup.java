package dev.coexistence.conversation.page.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * WhatsApp's marks in a text, and its links, as pieces of plain text: {@code *bold*}, {@code
 * _italic_}, {@code ~strike~}, {@code `code`} and {@code ```code```}. A mark opens before a word
 * and closes behind one, on one line; what closes nothing stays as it is written.
 */
final class TextMarkup {
    private static final Pattern CODE = Pattern.compile("```(.+?)```|`([^`\\n]+)`", Pattern.DOTALL);

    private static final Pattern LINK =
            Pattern.compile("(?i)\\b(?:https?://|www\\.)[^\\s<>\"\\u00ab\\u00bb\\u201c\\u201d]+");

    /** Marks that a sentence puts behind an address. */
    private static final String BEHIND = ".,;:!?'*_~)]}";

    /** Characters between two marks: a text full of marks that open nothing is read in time. */
    private static final int LONGEST = 4_096;

    private static final String MARKS = "*_~";

    private final List<Piece> pieces = new ArrayList<>();

    private TextMarkup() {}

    /**
     * A piece of a text, to be shown as text.
     *
     * @param style words for what is marked: bold, italic, strike, code; empty for none
     * @param link address that it leads to; null where it is none
     */
    record Piece(String text, String style, @Nullable String link) {}

    /** The pieces of a text, in order; their texts are all of it but the marks. */
    static List<Piece> read(String text) {
        var markup = new TextMarkup();
        Matcher code = CODE.matcher(text);
        int from = 0;
        while (code.find()) {
            markup.readMarks(text.substring(from, code.start()), "");
            String inside = code.group(1) == null ? code.group(2) : code.group(1);
            markup.add(inside, "code", null);
            from = code.end();
        }
        markup.readMarks(text.substring(from), "");
        return List.copyOf(markup.pieces);
    }

    private void readMarks(String text, String style) {
        int from = 0;
        Matcher link = LINK.matcher(text);
        boolean linked = link.find();
        for (int at = 0; at < text.length(); at++) {
            while (linked && link.end() <= at) {
                linked = link.find();
            }
            if (linked && link.start() <= at) {
                at = link.end() - 1;
                continue;
            }
            String marked = opens(text, at) ? name(text.charAt(at)) : "";
            int close = marked.isEmpty() || style.contains(marked) ? -1 : close(text, at);
            if (close > 0) {
                readLinks(text.substring(from, at), style);
                readMarks(text.substring(at + 1, close), (style + " " + marked).strip());
                from = close + 1;
                at = close;
            }
        }
        readLinks(text.substring(from), style);
    }

    private static String name(char mark) {
        return switch (mark) {
            case '*' -> "bold";
            case '_' -> "italic";
            default -> "strike";
        };
    }

    private static boolean opens(String text, int at) {
        return MARKS.indexOf(text.charAt(at)) >= 0
                && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                && at + 1 < text.length()
                && !Character.isWhitespace(text.charAt(at + 1))
                && text.charAt(at + 1) != text.charAt(at);
    }

    /** Place of the mark that closes the one at that place; -1 where none does. */
    private static int close(String text, int open) {
        int end = Math.min(text.length(), open + LONGEST);
        for (int at = open + 2; at < end && text.charAt(at) != '\n'; at++) {
            if (text.charAt(at) == text.charAt(open)
                    && !Character.isWhitespace(text.charAt(at - 1))
                    && (at + 1 == text.length()
                            || !Character.isLetterOrDigit(text.charAt(at + 1)))) {
                return at;
            }
        }
        return -1;
    }

    private void readLinks(String text, String style) {
        Matcher link = LINK.matcher(text);
        int from = 0;
        while (link.find()) {
            int end = link.end();
            while (BEHIND.indexOf(text.charAt(end - 1)) >= 0 && !closes(text, link.start(), end)) {
                end--;
            }
            String address = text.substring(link.start(), end);
            if (address.length() > "https://".length()) {
                add(text.substring(from, link.start()), style, null);
                add(address, style, address.startsWith("www.") ? "https://" + address : address);
                from = end;
            }
        }
        add(text.substring(from), style, null);
    }

    /** A bracket that was opened inside the address belongs to it. */
    private static boolean closes(String text, int start, int end) {
        String address = text.substring(start, end);
        return address.endsWith(")")
                && address.chars().filter(c -> c == '(').count()
                        >= address.chars().filter(c -> c == ')').count();
    }

    private void add(String text, String style, @Nullable String link) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(text, style, link));
        }
    }
}
