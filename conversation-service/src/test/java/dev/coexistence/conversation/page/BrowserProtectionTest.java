package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.AccessSettings;
import dev.coexistence.conversation.login.LoginSettings;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

class BrowserProtectionTest {

    @Test
    void allowsMetasSdkOnlyWhereAScreenAsksForIt() {
        assertThat(policy(Map.of("access.open", "true"), _ -> {}))
                .startsWith("default-src 'none'")
                .contains("form-action 'self';")
                .doesNotContain("unsafe", "facebook");
        assertThat(policy(Map.of("access.open", "true"), ContentPolicy::allowMetaSdk))
                .contains("https://connect.facebook.net")
                .doesNotContain("unsafe", "*");
    }

    @Test
    void letsFormsGoToTheIssuerWhichLogsPeopleOut() {
        Map<String, String> closed =
                Map.of("access.open", "false", "access.issuer", "https://id.example/realms/one");

        assertThat(policy(closed, _ -> {})).contains("form-action 'self' https://id.example;");
        assertThat(policy(closed, ContentPolicy::allowMetaSdk))
                .contains("form-action 'self' https://id.example;");
        assertThat(policy(closed, ContentPolicy::sandbox)).doesNotContain("id.example");
    }

    @Test
    void tellsBrowsersToComeByHttpsAloneWherePeopleDo() {
        Map<String, String> open = Map.of("access.open", "true");
        assertThat(headers(open, _ -> {}).getFirst("Strict-Transport-Security")).isNull();

        Map<String, String> secure =
                Map.of("access.open", "true", "login.url", "https://inbox.example");
        assertThat(headers(secure, _ -> {}).getFirst("Strict-Transport-Security"))
                .isEqualTo("max-age=31536000");
    }

    private interface Screen {
        void ask(org.springframework.web.server.ServerWebExchange exchange);
    }

    private static String policy(Map<String, String> settings, Screen screen) {
        return Objects.requireNonNull(
                headers(settings, screen).getFirst("Content-Security-Policy"));
    }

    private static HttpHeaders headers(Map<String, String> settings, Screen screen) {
        var binder = new Binder(new MapConfigurationPropertySource(settings));
        var exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
        new BrowserProtection(
                        binder.bind("access", AccessSettings.class).get(),
                        binder.bindOrCreate("login", LoginSettings.class))
                .filter(
                        exchange,
                        asked -> {
                            screen.ask(asked);
                            return Mono.empty();
                        })
                .block();
        exchange.getResponse().setComplete().block();
        return exchange.getResponse().getHeaders();
    }
}
