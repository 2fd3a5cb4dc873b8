package dev.coexistence.conversation.page;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * What guards the browser: a policy that lets nothing in from elsewhere, and no form that another
 * site submits. Programs that send neither Origin nor Sec-Fetch-Site are no browsers and pass.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class Protection implements WebFilter {
    /** Attribute under which a screen asks for a wider policy. */
    static final String POLICY = Protection.class.getName() + ".policy";

    private static final Set<HttpMethod> READING =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);
    private static final Set<String> OURS = Set.of("same-origin", "none");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!READING.contains(request.getMethod()) && comesFromElsewhere(request)) {
            exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
            return exchange.getResponse().setComplete();
        }
        exchange.getResponse()
                .beforeCommit(() -> {
                    protect(exchange);
                    return Mono.empty();
                });
        return chain.filter(exchange);
    }

    private static void protect(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        String policy = exchange.getAttribute(POLICY);
        headers.set("Content-Security-Policy", policy == null ? ContentPolicy.STRICT : policy);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin-allow-popups");
        headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        if (headers.getCacheControl() == null) {
            headers.setCacheControl("no-store");
        }
    }

    private static boolean comesFromElsewhere(ServerHttpRequest request) {
        String site = request.getHeaders().getFirst("Sec-Fetch-Site");
        if (site != null) {
            return !OURS.contains(site);
        }
        String origin = request.getHeaders().getOrigin();
        return origin != null && !isHost(origin, request.getHeaders().getFirst(HttpHeaders.HOST));
    }

    private static boolean isHost(String origin, @Nullable String host) {
        try {
            return URI.create(origin).getAuthority() instanceof String authority
                    && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
