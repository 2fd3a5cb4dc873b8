package dev.coexistence.access.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTextTest {
    private final ApiKeyText key = ApiKeyText.generate(new SecureRandom());

    @Test
    void aKeyIsReadAsItWasWritten() {
        assertThat(key.text()).matches("cx_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}");
        assertThat(ApiKeyText.parse(key.text())).contains(key);
        assertThat(key.hash()).hasSize(32);
    }

    @Test
    void eachLetterCounts() {
        String text = key.text();
        for (int at = 0; at < text.length(); at++) {
            char other = text.charAt(at) == 'x' ? 'y' : 'x';
            String changed = text.substring(0, at) + other + text.substring(at + 1);

            assertThat(ApiKeyText.parse(changed)).as(changed).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cx_", "cx__", "cx_000000000000_", "CX_000000000000_"})
    void whatIsNoKeyIsNone(String text) {
        assertThat(ApiKeyText.parse(text)).isEmpty();
        assertThat(ApiKeyText.parse(text + "0".repeat(49))).isEmpty();
    }

    @Test
    void showsItsSecretToNoLog() {
        assertThat(key).hasToString("cx_" + key.id() + "_…");
    }
}
