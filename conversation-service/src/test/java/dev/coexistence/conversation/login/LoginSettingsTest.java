package dev.coexistence.conversation.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"http://inbox.example", "http://192.0.2.7", "http://127.0.0.1.evil.example"})
    void refusesAnAddressAtWhichSessionsWouldCrossTheNetworkInTheClear(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(url))
                .withMessageContaining("https");
    }

    @ParameterizedTest
    @CsvSource({
        "https://inbox.example, true",
        "http://localhost:8080, false",
        "http://127.0.0.1:8080, false",
        "http://[::1]:8080, false"
    })
    void takesHttpsAndLoopback(String url, boolean secure) {
        assertThat(settings(url).isSecure()).isEqualTo(secure);
        assertThat(settings(url).isSafe(URI.create("http://192.0.2.7/"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080/, true",
        "http://127.3.2.1/, true",
        "http://[::1]:8080/, true",
        "http://inbox.example/, false",
        "http://192.0.2.7:8080/, false",
        "http://localhost.evil.example/, false"
    })
    void withoutAnAddressLogsPeopleInOnLoopbackAlone(String asked, boolean safe) {
        assertThat(settings(null).isSafe(URI.create(asked))).isEqualTo(safe);
    }

    @Test
    void anAddressIsAnOrigin() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings("https://inbox.example/x"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings("ftp://inbox.example"));
    }

    private static LoginSettings settings(@Nullable String url) {
        return new LoginSettings(
                "inbox",
                null,
                List.of("openid"),
                url == null ? null : URI.create(url),
                Duration.ofHours(2),
                Duration.ofHours(12),
                Duration.ofSeconds(5));
    }
}
