package dev.coexistence.conversation.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Digits that stand in groups, as phone numbers are written, put together: {@code +49 171 555-0123}
 * as {@code 491715550123}. Zeros before it ({@code 00}, a trunk zero) and {@code (0)} are left out,
 * so that every way of writing it finds it.
 */
final class PhoneDigits {
    private static final int FEWEST = 7;
    private static final int MOST = 15;
    private static final int FEWEST_WANTED = 4;

    private PhoneDigits() {}

    /** Numbers in a text that are written in groups. */
    static List<String> findAll(String folded) {
        if (!hasEnough(folded)) {
            return List.of();
        }
        var found = new ArrayList<String>(0);
        var digits = new StringBuilder(MOST + 1);
        boolean grouped = false;
        boolean apart = false;
        for (int i = 0; i <= folded.length(); i++) {
            char c = i == folded.length() ? '\n' : folded.charAt(i);
            if (c >= '0' && c <= '9') {
                grouped |= apart && !digits.isEmpty();
                apart = false;
                if (!isTrunkZero(folded, i)) {
                    digits.append(c);
                }
            } else if (isBetween(c) && c != '+') {
                apart = true;
            } else {
                add(digits, grouped, found);
                digits.setLength(0);
                grouped = c == '+';
                apart = false;
            }
        }
        return found;
    }

    /** Few texts have: the others cost one look. */
    private static boolean hasEnough(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9' && ++digits == FEWEST) {
                return true;
            }
        }
        return false;
    }

    /** The digits of a question that is nothing but a phone number; empty where it is none. */
    static String normalize(String folded) {
        var digits = new StringBuilder(MOST + 1);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= '0' && c <= '9') {
                if (!isTrunkZero(folded, i)) {
                    digits.append(c);
                }
            } else if (!isBetween(c)) {
                return "";
            }
        }
        String number = stripZeros(digits);
        return number.length() < FEWEST_WANTED ? "" : number;
    }

    private static void add(StringBuilder digits, boolean grouped, List<String> found) {
        if (!grouped || digits.length() < FEWEST) {
            return;
        }
        String number = stripZeros(digits);
        if (number.length() >= FEWEST - 1 && number.length() <= MOST) {
            found.add(number);
        }
    }

    private static String stripZeros(StringBuilder digits) {
        int zeros = 0;
        while (zeros < digits.length() && digits.charAt(zeros) == '0') {
            zeros++;
        }
        return digits.substring(zeros);
    }

    private static boolean isTrunkZero(String text, int at) {
        return text.charAt(at) == '0'
                && at > 0
                && text.charAt(at - 1) == '('
                && at + 1 < text.length()
                && text.charAt(at + 1) == ')';
    }

    private static boolean isBetween(char c) {
        return switch (c) {
            case ' ', '+', '-', '.', '/', '(', ')', '\u2212' -> true;
            default -> c > 0x7F && Character.getType(c) == Character.DASH_PUNCTUATION;
        };
    }
}
