package dev.coexistence.schemas.recipient;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A phone number in international form. A text is one where it holds digits and usual separators
 * only, and libphonenumber knows the country and finds the length possible; whether the number is
 * in use is Meta's to say.
 *
 * @param value as Meta writes a {@code wa_id}: country code and number, digits without plus
 */
public record PhoneNumber(String value) implements Recipient {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final String UNKNOWN_REGION = "ZZ";

    /**
     * Numbers of former plans that WhatsApp still knows people by: Mexico's mobile 1 (until 2019)
     * and Ivory Coast's eight digits (until 2021).
     */
    private static final Pattern FORMER_PLANS = Pattern.compile("521\\d{10}|225\\d{8}");

    /**
     * @param value digits of a possible number in international form
     * @throws UnreadableRecipient where it is anything else
     */
    public PhoneNumber {
        if (!value.equals(canonical(value))) {
            throw new UnreadableRecipient("A number's digits are not in their canonical form");
        }
    }

    /**
     * Reads a number with or without plus; {@code 00} stands for the plus, and a trunk zero after
     * the country code is left out. Blanks, dashes, dots, brackets and marks of writing direction
     * are separators; everything else is refused, above all letters and extensions.
     *
     * @throws UnreadableRecipient where the text is no such number
     */
    public static PhoneNumber of(String text) {
        return new PhoneNumber(canonical(PhoneDigits.read(text)));
    }

    /** As {@link #of}, or empty where the text is no such number. */
    public static Optional<PhoneNumber> find(String text) {
        try {
            return Optional.of(of(text));
        } catch (UnreadableRecipient e) {
            return Optional.empty();
        }
    }

    private static String canonical(String digits) {
        if (FORMER_PLANS.matcher(digits).matches()) {
            return digits;
        }
        Phonenumber.PhoneNumber number = parse(digits);
        ValidationResult length = NUMBERS.isPossibleNumberWithReason(number);
        if (length != ValidationResult.IS_POSSIBLE) {
            if (NumberingPlans.isFormer(digits)) {
                return digits;
            }
            throw new UnreadableRecipient(
                    switch (length) {
                        case TOO_SHORT, IS_POSSIBLE_LOCAL_ONLY ->
                                "The number is too short for its country";
                        case TOO_LONG -> "The number is too long for its country";
                        default -> "No number of its country has that many digits";
                    });
        }
        return NUMBERS.format(number, PhoneNumberFormat.E164).substring(1);
    }

    private static Phonenumber.PhoneNumber parse(String digits) {
        try {
            return NUMBERS.parse('+' + digits, UNKNOWN_REGION);
        } catch (NumberParseException e) {
            throw new UnreadableRecipient(
                    switch (e.getErrorType()) {
                        case INVALID_COUNTRY_CODE -> "No country has that country code";
                        case TOO_LONG -> "The number is too long for its country";
                        default -> "The number is too short for its country";
                    });
        }
    }
}
