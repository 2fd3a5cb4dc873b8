package dev.coexistence.schemas.recipient;

/** Reader of a phone number's digits, country code first, from the text as it was written. */
final class PhoneDigits {
    /** Invisible marks of writing direction that address books put around a number. */
    private static final String MARKS =
            "\u200E\u200F\u202A\u202B\u202C\u202D\u2066\u2067\u2068\u2069";

    private static final String DOTS_AND_BRACKETS = ".\u00B7()[]\u2212";
    private static final String PLUSES = "+\uFF0B";
    private static final String OTHER_CONTENT = "It holds something other than one phone number";

    private PhoneDigits() {}

    static String read(String text) {
        var digits = new StringBuilder();
        boolean plus = false;
        for (int c : text.strip().codePoints().toArray()) {
            if (Character.isDigit(c)) {
                digits.append(Character.digit(c, 10));
            } else if (PLUSES.indexOf(c) >= 0) {
                if (plus || !digits.isEmpty()) {
                    throw new UnreadableRecipient(OTHER_CONTENT);
                }
                plus = true;
            } else if (!separates(c)) {
                throw new UnreadableRecipient(
                        Character.isLetter(c)
                                ? "It holds letters: neither a phone number nor a user id"
                                : OTHER_CONTENT);
            }
        }
        return international(digits.toString(), plus);
    }

    private static String international(String digits, boolean plus) {
        if (digits.isEmpty()) {
            throw new UnreadableRecipient("It holds no digits");
        }
        if (!plus && digits.startsWith("00")) {
            return international(digits.substring(2), true);
        }
        if (digits.startsWith("0")) {
            throw new UnreadableRecipient(
                    "The number lacks its country code: no country code starts with 0");
        }
        return digits;
    }

    private static boolean separates(int c) {
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR, Character.DASH_PUNCTUATION -> true;
            default -> DOTS_AND_BRACKETS.indexOf(c) >= 0 || MARKS.indexOf(c) >= 0;
        };
    }
}
