package dev.coexistence.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TokenKeysetTest {
    private static final String NUMBER = "900000000000001";

    @Test
    void rotatedKeysetReadsWhatTheOldOneWrote() {
        String old = TokenCipher.newKeyset();
        byte[] before = TokenCipher.of(old).encrypt(NUMBER, "EAAG-example");

        String rotated = TokenKeyset.rotate(old);

        assertThat(TokenCipher.of(rotated).decrypt(NUMBER, before)).isEqualTo("EAAG-example");
    }

    @Test
    void rotatedKeysetWritesWithItsNewKey() {
        String old = TokenCipher.newKeyset();
        String rotated = TokenKeyset.rotate(old);

        byte[] after = TokenCipher.of(rotated).encrypt(NUMBER, "EAAG-example");

        assertThatThrownBy(() -> TokenCipher.of(old).decrypt(NUMBER, after))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsNoKeysetWithoutRepeatingIt() {
        assertThatThrownBy(() -> TokenKeyset.rotate("secret-that-is-no-keyset"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret-that-is-no-keyset");
    }
}
