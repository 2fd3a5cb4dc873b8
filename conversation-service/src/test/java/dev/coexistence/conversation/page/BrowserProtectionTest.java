package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.AccessSettings;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
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

    private interface Screen {
        void ask(org.springframework.web.server.ServerWebExchange exchange);
    }

    private static String policy(Map<String, String> settings, Screen screen) {
        var access =
                new Binder(new MapConfigurationPropertySource(settings))
                        .bind("access", AccessSettings.class)
                        .get();
        var exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
        new BrowserProtection(access)
                .filter(
                        exchange,
                        asked -> {
                            screen.ask(asked);
                            return Mono.empty();
                        })
                .block();
        exchange.getResponse().setComplete().block();
        return Objects.requireNonNull(
                exchange.getResponse().getHeaders().getFirst("Content-Security-Policy"));
    }
}
