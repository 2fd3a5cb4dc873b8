package dev.coexistence.connection.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageOriginTest {
    private final MessageOrigin meta = new MessageOrigin(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://facebook.com",
                "https://www.facebook.com",
                "https://web.facebook.com:443",
                "https://WWW.Facebook.com"
            })
    void trustsFacebookAndWhatBelongsToIt(String origin) {
        assertThat(meta.trusts(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evilfacebook.com",
                "https://facebook.com.evil.example",
                "http://www.facebook.com",
                "https://facebook.com@evil.example",
                "https://evil.example/facebook.com",
                "https://evil.example#.facebook.com",
                "https://user@facebook.com",
                "null",
                "",
                "javascript:alert(1)",
                "https://facebook.com evil"
            })
    void trustsNothingThatOnlyLooksLikeIt(String origin) {
        assertThat(meta.trusts(origin)).isFalse();
    }

    @Test
    void trustsTheSimulatorOnlyWhereItWasNamed() {
        assertThat(meta.trusts("http://localhost:8099")).isFalse();
        assertThat(
                        new MessageOrigin(List.of("http://localhost:8099"))
                                .trusts("http://localhost:8099"))
                .isTrue();
    }
}
