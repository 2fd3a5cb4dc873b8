package dev.coexistence.schemas.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import java.time.LocalDate;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spellings of one number are one, and different people never become one. */
class NumberingPlansTest {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    @ParameterizedTest
    @CsvSource({
        // Argentina: with and without 9, with 15
        "5491155551234, 541155551234",
        "5491155551234, 54111555551234",
        "5491155551234, +54 11 15 5555-1234",
        "5491155551234, +54 9 11 5555-1234",
        "5491155551234, 0054 9 11 5555-1234",
        "5493515551234, 54351155551234",
        "5492966555123, 54296615555123",
        // Brazil: with and without the ninth digit
        "5582999448232, 558299448232",
        "5511981230000, 551181230000",
        "5511971230000, 551171230000",
        // Mexico: with and without 1
        "525512345678, 5215512345678",
        "525512345678, +52 1 55 1234 5678",
        // Ivory Coast 2021
        "2250707123456, 22507123456",
        "2250747123456, 22547123456",
        "2250504123456, 22504123456",
        "2250102123456, 22502123456",
        "2250140123456, +225 40 12 34 56",
        // Benin 2024
        "2290197123456, 22997123456",
        "2290197123456, +229 97 12 34 56",
        // Cameroon 2014
        "237677123456, 23777123456",
        "237699123456, 23799123456",
        // Mauritius 2013
        "23057123456, 2307123456",
        // Vietnam 2018
        "84701234567, 841201234567",
        "84381234567, 841681234567",
        "84591234567, 841991234567",
        "84831234567, 841231234567",
        "84561234567, 841861234567",
        // The trunk zero, and 00 for the plus
        "491715550123, +49 0171 5550123",
        "491715550123, +49 (0)171 5550123",
        "4915112345678, 004915112345678",
        "447400123456, +44 07400 123456",
        "33612345678, +33 06 12 34 56 78",
        "390612345678, +39 06 1234 5678",
    })
    void spellingsOfOneNumberAreOne(String today, String spelling) {
        assertThat(NumberingPlans.today(PhoneNumber.of(spelling).value())).isEqualTo(today);
        assertThat(NumberingPlans.today(today)).as("as it is today").isEqualTo(today);
    }

    /** Fixed lines of Brazil and its trunking radios keep their eight digits, and so on. */
    @ParameterizedTest
    @CsvSource({
        "551131230000",
        "551178123456",
        "551170123456",
        "2252720123456",
        "2302012345",
        "23722212345",
        "529991234567",
        "229",
        "22",
        "1"
    })
    void whatNoPlanChangedStays(String digits) {
        assertThat(NumberingPlans.today(digits)).isEqualTo(digits);
    }

    /** A number of today stays as it is: so no two of them can become one. */
    @Test
    void noTwoNumbersOfTodayBecomeOne() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (String region : NUMBERS.getSupportedRegions()) {
            for (PhoneNumberType type :
                    new PhoneNumberType[] {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE}) {
                // A block of numbers in Argentina is a mobile one or a fixed one, never both.
                if (region.equals("AR") && type == PhoneNumberType.FIXED_LINE) {
                    continue;
                }
                for (int i = 0; i < 40; i++) {
                    String number = number(region, type, random);
                    if (number != null) {
                        assertThat(NumberingPlans.today(PhoneNumber.of(number).value()))
                                .as("seed %s, %s", seed, region)
                                .isEqualTo(number);
                    }
                }
            }
        }
    }

    private static @Nullable String number(String region, PhoneNumberType type, Random random) {
        Phonenumber.PhoneNumber example = NUMBERS.getExampleNumberForType(region, type);
        if (example == null) {
            return null;
        }
        String digits = NUMBERS.format(example, PhoneNumberFormat.E164).substring(1);
        int kept = digits.length() - 4 - random.nextInt(3);
        var number = new StringBuilder(digits.substring(0, Math.max(kept, 4)));
        while (number.length() < digits.length()) {
            number.append(random.nextInt(10));
        }
        try {
            var parsed = NUMBERS.parse("+" + number, "ZZ");
            boolean same = NUMBERS.format(parsed, PhoneNumberFormat.E164).equals("+" + number);
            return same && NUMBERS.isValidNumber(parsed) ? number.toString() : null;
        } catch (com.google.i18n.phonenumbers.NumberParseException e) {
            return null;
        }
    }

    @Test
    void everyRowIsDatedAndHasItsSource() {
        assertThat(NumberingPlans.changes())
                .isNotEmpty()
                .allSatisfy(change -> {
                    assertThat(change.since()).isAfter(LocalDate.of(1990, 1, 1));
                    assertThat(change.source()).isNotBlank();
                    assertThat(change.country()).matches("[A-Z]{2}(-.+)?");
                });
    }

    @Test
    void aSpellingOfTodayIsNeverAFormerOneOfAnotherRow() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Map<String, Integer> prefixes =
                Map.of(
                        "54", 10, "55", 10, "521", 10, "225", 8, "229", 8, "237", 8, "230", 7, "84",
                        10);
        for (int i = 0; i < 20_000; i++) {
            prefixes.forEach((prefix, length) -> {
                var digits = new StringBuilder(prefix);
                while (digits.length() < prefix.length() + length) {
                    digits.append(random.nextInt(10));
                }
                String today = NumberingPlans.today(digits.toString());
                assertThat(NumberingPlans.today(today))
                        .as("seed %s: %s", seed, digits)
                        .isEqualTo(today);
            });
        }
    }
}
