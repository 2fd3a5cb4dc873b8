package dev.coexistence.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TokenCipherTest {
    private final TokenCipher cipher = TokenCipher.of(TokenCipher.newKeyset());

    @Test
    void decryptsForTheSameNumberOnly() {
        byte[] encrypted = cipher.encrypt("900000000000001", "EAAG-example");

        assertThat(cipher.decrypt("900000000000001", encrypted)).isEqualTo("EAAG-example");
        assertThatThrownBy(() -> cipher.decrypt("900000000000002", encrypted))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsNothingOfTheSecret() {
        byte[] encrypted = cipher.encrypt("900000000000001", "EAAG-example");

        assertThat(new String(encrypted, StandardCharsets.ISO_8859_1)).doesNotContain("EAAG");
    }

    @Test
    void refusesWhatIsNoKeysetWithoutRepeatingIt() {
        assertThatThrownBy(() -> TokenCipher.of("secret-that-is-no-keyset"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret-that-is-no-keyset")
                .hasNoCause();
    }
}
