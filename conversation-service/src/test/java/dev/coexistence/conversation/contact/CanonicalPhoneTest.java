package dev.coexistence.conversation.contact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalPhoneTest {

    @ParameterizedTest
    @CsvSource({
        "5511981230000, 551181230000",
        "5493510010000, 543510010000",
        "523310010000, 5213310010000",
        "15550100999, +1 (555) 010-0999"
    })
    void knowsNationalVariantsAsOneNumber(String canonical, String variant) {
        assertThat(CanonicalPhone.of(variant)).isEqualTo(canonical);
        assertThat(CanonicalPhone.of(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({"551131230000", "5491110010000", "4915550100", "52331001000"})
    void leavesWhatIsNoVariantAlone(String phone) {
        assertThat(CanonicalPhone.of(phone)).isEqualTo(phone);
    }

    @Test
    void findsNoNumberWithoutDigits() {
        assertThat(CanonicalPhone.of("unknown")).isNull();
        assertThat(CanonicalPhone.of(null)).isNull();
    }
}
