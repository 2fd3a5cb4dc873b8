package dev.coexistence.ingest.operate;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Filter that guards everything but the webhook and the probes: the internet reaches this service,
 * and these paths show what customers wrote. With a token set, it must be given; without one, only
 * callers on this machine are answered, and not what a proxy on it forwards.
 */
final class OperatorAccess implements WebFilter {
    private static final String BEARER = "Bearer ";

    private final @Nullable String token;

    OperatorAccess(@Nullable String token) {
        this.token = token == null || token.isBlank() ? null : token;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        if (isForAll(request.getPath().value()) || isAllowed(request)) {
            return chain.filter(exchange);
        }
        var response = exchange.getResponse();
        response.setStatusCode(token == null ? HttpStatus.FORBIDDEN : HttpStatus.UNAUTHORIZED);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        byte[] body = problem().getBytes(StandardCharsets.UTF_8);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    /** A list of what is open, not of what is closed: a path can be spelled in many ways. */
    private static boolean isForAll(String path) {
        return path.equals("/webhooks/whatsapp")
                || path.equals("/actuator")
                || path.startsWith("/actuator/");
    }

    boolean isAllowed(ServerHttpRequest request) {
        return token == null
                ? isFromHere(request.getRemoteAddress()) && !isForwarded(request.getHeaders())
                : isBearer(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION), token);
    }

    private static boolean isFromHere(@Nullable InetSocketAddress address) {
        return address != null
                && address.getAddress() != null
                && address.getAddress().isLoopbackAddress();
    }

    private static boolean isForwarded(HttpHeaders headers) {
        return headers.getFirst("X-Forwarded-For") != null
                || headers.getFirst("Forwarded") != null
                || headers.getFirst("Via") != null;
    }

    private static boolean isBearer(@Nullable String header, String expected) {
        return header != null
                && header.startsWith(BEARER)
                && MessageDigest.isEqual(
                        header.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8),
                        expected.getBytes(StandardCharsets.UTF_8));
    }

    private String problem() {
        return token == null
                ? "{\"type\":\"https://coexistence.dev/problems/operators-only\",\"title\":\"For"
                        + " operators only\",\"status\":403,\"detail\":\"Set INGEST_OPERATE_TOKEN and"
                        + " give it as a bearer token to operate from another machine\"}"
                : "{\"type\":\"https://coexistence.dev/problems/operators-only\",\"title\":\"For"
                        + " operators only\",\"status\":401,\"detail\":\"The bearer token that"
                        + " INGEST_OPERATE_TOKEN sets must be given\"}";
    }
}
