package dev.coexistence.conversation.contact;

import dev.coexistence.schemas.recipient.NumberingPlans;
import dev.coexistence.schemas.recipient.PhoneNumber;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One spelling for a phone number that has several: {@code 00} or a plus before it, trunk zeros,
 * blanks, and what numbering plans of the past left behind ({@link NumberingPlans}). Nothing is
 * dropped from a text to make a number of it: what is none has no canonical form.
 */
public final class CanonicalPhone {
    /** A {@code wa_id} of a range that libphonenumber does not know is an identity all the same. */
    private static final Pattern DIGITS = Pattern.compile("\\+?([1-9]\\d{4,14})");

    private static final int REMEMBERED = 50_000;

    /** A batch names the same people again and again. */
    private static final Map<String, Optional<String>> READ = new ConcurrentHashMap<>();

    private CanonicalPhone() {}

    /** Digits in canonical form, country code first; null where the text is no phone number. */
    public static @Nullable String normalize(@Nullable String phone) {
        if (phone == null || phone.isBlank()) {
            return null;
        }
        Optional<String> known = READ.get(phone);
        if (known == null) {
            known = read(phone);
            if (READ.size() >= REMEMBERED) {
                READ.clear();
            }
            READ.put(phone, known);
        }
        return known.orElse(null);
    }

    private static Optional<String> read(String phone) {
        Optional<String> number = PhoneNumber.find(phone).map(PhoneNumber::value);
        if (number.isEmpty()) {
            var digits = DIGITS.matcher(phone.strip());
            number = digits.matches() ? Optional.of(digits.group(1)) : Optional.empty();
        }
        return number.map(NumberingPlans::today);
    }
}
