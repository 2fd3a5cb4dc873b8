package dev.coexistence.conversation.contact;

import org.jspecify.annotations.Nullable;

/**
 * One spelling for a phone number that has several. WhatsApp names the same user with and without
 * Brazil's ninth digit, Argentina's mobile 9 and Mexico's mobile 1.
 */
public final class CanonicalPhone {
    private static final int BRAZIL_WITHOUT_NINE = 12;
    private static final int ARGENTINA_WITHOUT_NINE = 12;
    private static final int MEXICO_WITH_ONE = 13;

    private CanonicalPhone() {}

    /** Digits in canonical form; null where there is no digit. */
    public static @Nullable String of(@Nullable String phone) {
        if (phone == null) {
            return null;
        }
        String digits = phone.replaceAll("\\D", "");
        if (digits.isEmpty()) {
            return null;
        }
        if (digits.startsWith("55")
                && digits.length() == BRAZIL_WITHOUT_NINE
                && digits.charAt(4) >= '6') {
            return digits.substring(0, 4) + '9' + digits.substring(4);
        }
        if (digits.startsWith("54")
                && digits.length() == ARGENTINA_WITHOUT_NINE
                && digits.charAt(2) != '9') {
            return "549" + digits.substring(2);
        }
        if (digits.startsWith("521") && digits.length() == MEXICO_WITH_ONE) {
            return "52" + digits.substring(3);
        }
        return digits;
    }
}
