package dev.coexistence.schemas.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way of writing a number leads to the same number, and a number to all its spellings. */
class PhoneSpellingsTest {
    @ParameterizedTest
    @CsvSource({
        "54111555551234, 5491155551234",
        "541155551234, 54111555551234",
        "0054 9 11 5555 1234, 54111555551234",
        "005491155551234, 541155551234",
        "0052 1 55 1234 5678, 525512345678",
        "52 1 55 1234 5678, 00525512345678",
        "4901715550123, 491715550123",
        "00491715550123, 4901715550123",
        "4407400123456, 447400123456",
        "0022507123456, 2250707123456",
        "551181230000, 0055 11 98123 0000",
        "23797712345, 0023797712345",
        "841201234567, 0084701234567",
    })
    void theSameNumberIsRecognised(String one, String other) {
        assertThat(PhoneSpellings.isSameNumber(one, other)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "491715550123, 491715550124",
        "5491155551234, 5493515551234",
        "551131230000, 5511931230000",
        "390612345678, 39612345678",
    })
    void twoNumbersStayTwo(String one, String other) {
        assertThat(PhoneSpellings.isSameNumber(one, other)).isFalse();
    }

    @Test
    void nobodyIsNoNumber() {
        assertThat(PhoneSpellings.isSameNumber(null, null)).isFalse();
        assertThat(PhoneSpellings.isSameNumber("491715550123", null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "5521987652222, 552187652222",
        "5491155551234, 541155551234",
        "525512345678, 5215512345678",
        "2250707123456, 22507123456",
        "2250504123456, 22504123456",
        "2290197123456, 22997123456",
        "237677123456, 23777123456",
        "23057123456, 2307123456",
        "84701234567, 841201234567",
        "84381234567, 841681234567",
        "84591234567, 841991234567",
    })
    void aNumberHasTheOtherSpellingOfItsPlan(String today, String former) {
        assertThat(PhoneSpellings.others(today)).containsExactly(former);
        assertThat(PhoneSpellings.others(former)).containsExactly(today);
    }

    @ParameterizedTest
    @CsvSource({
        "54111555551234, 5491155551234, 541155551234",
        "0052 1 55 1234 5678, 525512345678, 5215512345678",
        "00551181230000, 5511981230000, 551181230000",
    })
    void howeverItIsWrittenAllItsSpellingsAreFound(String text, String today, String former) {
        assertThat(PhoneSpellings.others(text)).containsExactly(today, former);
    }

    @ParameterizedTest
    @ValueSource(strings = {"491715550123", "551131230000", "551178123456", "15550100777", "77"})
    void aNumberWhosePlanDidNotChangeHasNoOther(String digits) {
        assertThat(PhoneSpellings.others(digits)).isEmpty();
    }

    /** Every row of the table can be read backwards, whatever its digits are. */
    @Test
    void everySpellingLeadsBackToItsNumber() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Map<String, Integer> plans =
                Map.of(
                        "549", 10, "55", 11, "52", 10, "22501", 8, "22505", 8, "22507", 8, "22901",
                        8, "2376", 8, "2305", 7, "84", 9);
        for (int i = 0; i < 5_000; i++) {
            plans.forEach((prefix, length) -> {
                var digits = new StringBuilder(prefix);
                while (digits.length() < prefix.length() + length) {
                    digits.append(random.nextInt(10));
                }
                String today = PhoneSpellings.today(digits.toString());
                List<String> others = PhoneSpellings.others(today);
                assertThat(others)
                        .as("seed %s, %s", seed, digits)
                        .doesNotContain(today)
                        .allSatisfy(
                                other -> assertThat(NumberingPlans.today(other)).isEqualTo(today));
            });
        }
    }
}
