package dev.coexistence.conversation.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalPhoneTest {

    @ParameterizedTest
    @CsvSource({
        "5511981230000, 551181230000",
        "5493510010000, 543510010000",
        "5491155551234, 54111555551234",
        "2250707123456, 22507123456",
        "2290197123456, 22997123456",
        "4915112345678, 004915112345678",
        "491715550123, +49 0171 5550123",
        "523310010000, 5213310010000",
        "15550100999, +1 (555) 010-0999"
    })
    void knowsNationalVariantsAsOneNumber(String canonical, String variant) {
        assertThat(CanonicalPhone.normalize(variant)).isEqualTo(canonical);
        assertThat(CanonicalPhone.normalize(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({"551131230000", "5491110010000", "4915550100", "52331001000"})
    void leavesWhatIsNoVariantAlone(String phone) {
        assertThat(CanonicalPhone.normalize(phone)).isEqualTo(phone);
    }

    @Test
    void makesNoNumberOfWhatIsNone() {
        for (String text :
                List.of(
                        "unknown",
                        "HIDDEN",
                        "GRP-77",
                        "US.13491208655302741918",
                        "491715550123@s.whatsapp.net",
                        "87654321098765@lid",
                        "+49 171 5550123 ext. 9",
                        "120363012345678901",
                        " ")) {
            assertThat(CanonicalPhone.normalize(text)).as(text).isNull();
        }
        assertThat(CanonicalPhone.normalize(null)).isNull();
    }
}
