package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

class ProtectionTest {
    private final AtomicBoolean through = new AtomicBoolean();

    @Test
    void refusesWhatAnotherSiteSubmits() {
        var exchange =
                passed(
                        MockServerHttpRequest.post("http://localhost:8080/conversations/1/read")
                                .header("Sec-Fetch-Site", "cross-site"));

        assertThat(through).isFalse();
        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
    }

    @Test
    void refusesAnotherOriginOfABrowserThatSaysNoMore() {
        passed(
                MockServerHttpRequest.post("http://localhost:8080/v1/x")
                        .header("Host", "localhost:8080")
                        .header("Origin", "http://localhost:9999"));

        assertThat(through).isFalse();
    }

    @Test
    void letsItsOwnPageAndProgramsThrough() {
        passed(
                MockServerHttpRequest.post("http://localhost:8080/v1/x")
                        .header("Host", "localhost:8080")
                        .header("Origin", "http://localhost:8080"));
        assertThat(through.getAndSet(false)).isTrue();

        passed(MockServerHttpRequest.post("http://localhost:8080/v1/x"));
        assertThat(through.getAndSet(false)).isTrue();

        passed(
                MockServerHttpRequest.get("http://localhost:8080/")
                        .header("Sec-Fetch-Site", "cross-site"));
        assertThat(through).isTrue();
    }

    @Test
    void allowsMetasSdkOnlyWhereAScreenAsksForIt() {
        var strict = passed(MockServerHttpRequest.get("http://localhost:8080/"));
        strict.getResponse().setComplete().block();

        assertThat(strict.getResponse().getHeaders().getFirst("Content-Security-Policy"))
                .startsWith("default-src 'none'")
                .doesNotContain("unsafe", "facebook");
        assertThat(ContentPolicy.WITH_META_SDK)
                .contains("https://connect.facebook.net")
                .doesNotContain("unsafe", "*");
    }

    private MockServerWebExchange passed(MockServerHttpRequest.BaseBuilder<?> request) {
        var exchange = MockServerWebExchange.from(request);
        new Protection()
                .filter(
                        exchange,
                        _ -> {
                            through.set(true);
                            return Mono.empty();
                        })
                .block();
        return exchange;
    }
}
