package dev.coexistence.connection.policy;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.Optional;

/**
 * A phone number and the country of its calling code.
 *
 * @param e164 with plus
 * @param country ISO 3166 code; ZZ for a calling code of no country, such as +883
 */
public record BusinessNumber(String e164, String country) {
    private static final String NO_COUNTRY = "001";

    /**
     * Reads a number that starts with a plus and its calling code. A number need not be assigned,
     * only of a possible length: whether it exists is Meta's to say.
     */
    public static Optional<BusinessNumber> parse(String text) {
        var numbers = PhoneNumberUtil.getInstance();
        String trimmed = text.trim();
        if (!trimmed.startsWith("+")) {
            return Optional.empty();
        }
        try {
            var number = numbers.parse(trimmed, null);
            if (!numbers.isPossibleNumber(number)) {
                return Optional.empty();
            }
            // Several countries share a calling code; an unassigned number counts as its main
            // country's.
            String exact = numbers.getRegionCodeForNumber(number);
            String country =
                    exact != null
                            ? exact
                            : numbers.getRegionCodeForCountryCode(number.getCountryCode());
            return Optional.of(
                    new BusinessNumber(
                            numbers.format(number, PhoneNumberFormat.E164),
                            country.equals(NO_COUNTRY) ? "ZZ" : country));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /** The number as Meta writes it in ids: digits only. */
    public String digits() {
        return e164.substring(1);
    }

    /** True for this number, written in any way. */
    public boolean sameAs(String written) {
        return written.replaceAll("[^0-9]", "").equals(digits());
    }

    /** Numbers are personal: a log line that holds this object does not show it. */
    @Override
    public String toString() {
        return "BusinessNumber[" + country + "]";
    }
}
