package dev.coexistence.conversation.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PhoneMaskTest {

    @Test
    void leavesTheLastTwoDigits() {
        assertThat(PhoneMask.number("+15550100999")).isEqualTo("+*******99");
        assertThat(PhoneMask.number("+1 (555) 010-0998")).isEqualTo("+*******98");
        assertThat(PhoneMask.number(null)).isNull();
    }

    @Test
    void tellsUserIdsFromPhoneNumbers() {
        assertThat(PhoneMask.identity("US.13491208655302741918"))
                .isEqualTo("US.13491208655302741918");
        assertThat(PhoneMask.identity("15550100999")).isEqualTo("+*******99");
        assertThat(PhoneMask.identity("+15550100999")).isEqualTo("+*******99");
    }

    @Test
    void masksNumbersInMetasSentences() {
        assertThat(
                        PhoneMask.sentence(
                                "Ana changed from +1 555 010 0999 to 15550100998 on 2026-06-01"))
                .isEqualTo("Ana changed from +*******99 to +*******98 on 2026-06-01");
        assertThat(PhoneMask.sentence("Message failed (131026)"))
                .isEqualTo("Message failed (131026)");
    }

    @Test
    void masksAnIdToTheSameTextEachTime() {
        String wamid = "wamid.HBgLMTU1NTAxMDA5OTkVAgASGBQzQTlBQzk5RUM0";
        String masked = String.valueOf(PhoneMask.messageId(wamid));

        assertThat(masked).doesNotContain("MTU1NTAx").isEqualTo(PhoneMask.messageId(wamid));
        assertThat(PhoneMask.isMasked(masked)).isTrue();
        assertThat(PhoneMask.messageId(masked)).isEqualTo(masked);
    }
}
