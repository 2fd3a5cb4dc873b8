package dev.coexistence.schemas.recipient;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spellings of one phone number. libphonenumber reads the ways of writing it ({@code 00} for the
 * plus, trunk zeros, Argentina's 15), {@link NumberingPlans} joins what former plans left behind
 * (Argentina's 9, Brazil's ninth digit, Mexico's 1 and so on).
 */
public final class PhoneSpellings {
    private PhoneSpellings() {}

    /**
     * The one spelling by which a number is compared: canonical and by the plan of today; the text
     * itself where it is no phone number.
     */
    public static String today(String phone) {
        return NumberingPlans.today(PhoneNumber.find(phone).map(PhoneNumber::value).orElse(phone));
    }

    /** True where both texts are spellings of one number. */
    public static boolean isSameNumber(@Nullable String one, @Nullable String other) {
        return one != null && other != null && today(one).equals(today(other));
    }

    /**
     * The other spellings that a {@code wa_id} or a canonical recipient of this number may have:
     * the one of today and those of former plans.
     */
    public static List<String> others(String phone) {
        String today = today(phone);
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(today);
        spellings.addAll(NumberingPlans.formerSpellings(today));
        spellings.remove(phone);
        return List.copyOf(spellings);
    }
}
