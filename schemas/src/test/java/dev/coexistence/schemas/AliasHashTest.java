package dev.coexistence.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.Test;

class AliasHashTest {
    private static final String NUMBER = "900000000000001";
    private static final String KEYSET = TokenCipher.newKeyset();
    private final AliasHash hashes = AliasHash.of(KEYSET);

    @Test
    void nobodyTriesOutNumbersWithoutTheKey() throws Exception {
        byte[] plain =
                MessageDigest.getInstance("SHA-256")
                        .digest((NUMBER + "\nPHONE\n15550100999").getBytes(StandardCharsets.UTF_8));

        byte[] hash = hashes.of(NUMBER, "PHONE", "15550100999").value();

        assertThat(hash).isNotEqualTo(plain);
        assertThat(AliasHash.of(TokenCipher.newKeyset()).of(NUMBER, "PHONE", "15550100999").value())
                .isNotEqualTo(hash);
        assertThat(AliasHash.of(KEYSET).of(NUMBER, "PHONE", "15550100999").value()).isEqualTo(hash);
        assertThat(hashes.ofUnkeyed(plain).value()).isEqualTo(hash);
    }

    @Test
    void numbersKindsAndValuesAreApart() {
        assertThat(
                        List.of(
                                hashes.of(NUMBER, "PHONE", "1"),
                                hashes.of(NUMBER, "BSUID", "1"),
                                hashes.of(NUMBER, "PHONE", "2"),
                                hashes.of("900000000000002", "PHONE", "1")))
                .extracting(hash -> new String(hash.value(), StandardCharsets.ISO_8859_1))
                .doesNotHaveDuplicates();
    }

    @Test
    void aRotatedKeysetStillRecognisesWhatTheOldKeyHashed() {
        var old = hashes.of(NUMBER, "PHONE", "15550100999");
        var rotated = AliasHash.of(TokenKeyset.rotate(KEYSET));

        assertThat(rotated.of(NUMBER, "PHONE", "15550100999").keyId()).isNotEqualTo(old.keyId());
        assertThat(rotated.all(NUMBER, "PHONE", "15550100999"))
                .anySatisfy(hash -> {
                    assertThat(hash.keyId()).isEqualTo(old.keyId());
                    assertThat(hash.value()).isEqualTo(old.value());
                });
    }

    @Test
    void refusesWhatIsNoKeysetWithoutRepeatingIt() {
        assertThatThrownBy(() -> AliasHash.of("secret-that-is-no-keyset"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret-that-is-no-keyset");
    }

    @Test
    void theNamesOfAnErasureAreReadByWhoHasTheKeysetOnly() {
        var cipher = TokenCipher.of(KEYSET);
        var names =
                List.of(
                        new PersonAlias(PersonAlias.Kind.PHONE, "15550100999"),
                        new PersonAlias(PersonAlias.Kind.BSUID, "US.1"));

        byte[] encrypted = PersonAlias.encrypt(cipher, NUMBER, names);

        assertThat(new String(encrypted, StandardCharsets.ISO_8859_1))
                .doesNotContain("15550100999");
        assertThat(PersonAlias.decrypt(cipher, NUMBER, encrypted)).isEqualTo(names);
        assertThat(names.toString()).doesNotContain("15550100999");
        assertThatThrownBy(() -> PersonAlias.decrypt(cipher, "900000000000002", encrypted))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
