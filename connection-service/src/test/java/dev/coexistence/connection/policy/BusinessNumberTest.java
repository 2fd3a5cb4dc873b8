package dev.coexistence.connection.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusinessNumberTest {

    @ParameterizedTest
    @CsvSource({
        "+1 555 010 0200, +15550100200, US",
        "+41115550100, +41115550100, CH",
        "+41 44 000 00 01, +41440000001, CH",
        "+1 242 322 0000, +12423220000, BS",
        "+883510000000094, +883510000000094, ZZ",
    })
    void knowsTheCountryOfTheCallingCode(String text, String e164, String country) {
        assertThat(BusinessNumber.parse(text)).contains(new BusinessNumber(e164, country));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "15550100200", "+", "+1", "call me", "+999123456789", "0041115550100"})
    void isNoNumberWithoutPlusCallingCodeAndPossibleLength(String text) {
        assertThat(BusinessNumber.parse(text)).isEmpty();
    }

    @Test
    void isTheSameHoweverMetaWritesIt() {
        var number = new BusinessNumber("+15550100200", "US");

        assertThat(number.sameAs("+1 555-010-0200")).isTrue();
        assertThat(number.sameAs("15550100200")).isTrue();
        assertThat(number.sameAs("15550100201")).isFalse();
    }

    @Test
    void doesNotShowItselfInALog() {
        assertThat(new BusinessNumber("+15550100200", "US")).asString().doesNotContain("555");
    }
}
