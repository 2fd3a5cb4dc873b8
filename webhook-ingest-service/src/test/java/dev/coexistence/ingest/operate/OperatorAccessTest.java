package dev.coexistence.ingest.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

class OperatorAccessTest {
    private final OperatorAccess open = new OperatorAccess(" ");
    private final OperatorAccess guarded = new OperatorAccess("operators-token");

    @Test
    void answersOnlyThisMachineWithoutAToken() {
        assertThat(open.isAllowed(from("127.0.0.1").build())).isTrue();
        assertThat(open.isAllowed(from("192.0.2.7").build())).isFalse();
        assertThat(open.isAllowed(from("127.0.0.1").header("X-Forwarded-For", "x").build()))
                .isFalse();
    }

    @Test
    void asksForTheTokenWhereOneIsSet() {
        assertThat(guarded.isAllowed(from("127.0.0.1").build())).isFalse();
        assertThat(
                        guarded.isAllowed(
                                from("192.0.2.7")
                                        .header("Authorization", "Bearer operators-token")
                                        .build()))
                .isTrue();
        assertThat(
                        guarded.isAllowed(
                                from("192.0.2.7").header("Authorization", "Bearer guess").build()))
                .isFalse();
    }

    @Test
    void refusesWithAProblemAndLetsOtherPathsPass() {
        var refused = MockServerWebExchange.from(from("192.0.2.7").build());
        var webhook =
                MockServerWebExchange.from(
                        MockServerHttpRequest.post("/webhooks/whatsapp")
                                .remoteAddress(new InetSocketAddress("192.0.2.7", 1)));
        var passed = new boolean[1];

        open.filter(refused, _ -> Mono.error(new AssertionError("passed"))).block();
        open.filter(webhook, _ -> Mono.fromRunnable(() -> passed[0] = true)).block();

        assertThat(refused.getResponse().getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(refused.getResponse().getBodyAsString().block())
                .contains("problems/operators-only");
        assertThat(passed[0]).isTrue();
    }

    private static MockServerHttpRequest.BaseBuilder<?> from(String address) {
        return MockServerHttpRequest.get("/v1/dead-letters")
                .remoteAddress(new InetSocketAddress(address, 1));
    }
}
