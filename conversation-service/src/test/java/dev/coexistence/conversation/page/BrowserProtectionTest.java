package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

class BrowserProtectionTest {
    private List<String> origins = List.of();
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "http://inbox.lan       | conversation:8080 | X-Forwarded-Host | inbox.lan",
                "http://inbox.lan       | conversation:8080 | X-Forwarded-Host | inbox.lan, proxy.lan",
                "https://inbox.lan:8443 | conversation:8080 | X-Forwarded-Host | inbox.lan:8443",
                "https://inbox.lan      | conversation:8080 | Forwarded | for=192.0.2.1;host=inbox.lan;proto=https",
                "https://inbox.lan:8443 | conversation:8080 | Forwarded | Host=\"inbox.lan:8443\", for=192.0.2.2",
                "http://inbox.lan       | conversation:8080 | HX-Request | true",
                "http://inbox.lan:8080  | inbox.lan         | HX-Request | true",
                "https://inbox.lan      | conversation:8080 | Sec-Fetch-Site | same-origin"
            })
    void letsItsPageThroughBehindAProxyThatRewritesHost(
            String origin, String host, String header, String value) {
        passed(
                MockServerHttpRequest.post("http://conversation:8080/v1/x")
                        .header("Host", host)
                        .header("Origin", origin)
                        .header(header, value));

        assertThat(through).isTrue();
    }

    @Test
    void letsAnOriginThroughThatIsSetAndSaysWhatToSetOtherwise() {
        var request =
                MockServerHttpRequest.post("http://conversation:8080/v1/x")
                        .header("Host", "conversation:8080")
                        .header("Origin", "http://inbox.lan");
        var refused = passed(request);
        assertThat(through).isFalse();
        assertThat(refused.getResponse().getHeaders().getContentType())
                .isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(refused.getResponse().getBodyAsString().block())
                .contains("PAGE_ORIGINS=http://inbox.lan", "X-Forwarded-Host", "conversation:8080");

        origins = List.of("HTTP://Inbox.lan/");
        passed(request);
        assertThat(through).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, conversation:8080, X-Forwarded-Host, inbox.lan",
        "http://evil.example, conversation:8080, Forwarded, for=evil.example;host=inbox.lan",
        "http://inbox.lan:9999, inbox.lan, Accept, */*",
        "null, conversation:8080, Accept, */*",
        "http://evil.example, conversation:8080, HX-Request-Not, true"
    })
    void refusesOtherOriginsWhateverAProxySays(
            String origin, String host, String header, String value) {
        passed(
                MockServerHttpRequest.post("http://conversation:8080/v1/x")
                        .header("Host", host)
                        .header("Origin", origin)
                        .header(header, value));

        assertThat(through).isFalse();
    }

    @Test
    void believesTheBrowsersOwnWordFirst() {
        passed(
                MockServerHttpRequest.post("http://localhost:8080/v1/x")
                        .header("Host", "localhost:8080")
                        .header("HX-Request", "true")
                        .header("Sec-Fetch-Site", "cross-site"));

        assertThat(through).isFalse();
    }

    private static PageSettings settings(List<String> origins) {
        return new PageSettings(EarlierText.EDITED, origins);
    }

    private MockServerWebExchange passed(MockServerHttpRequest.BaseBuilder<?> request) {
        var exchange = MockServerWebExchange.from(request);
        new BrowserProtection(settings(origins))
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
