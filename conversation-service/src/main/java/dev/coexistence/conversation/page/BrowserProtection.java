package dev.coexistence.conversation.page;

import dev.coexistence.access.AccessSettings;
import dev.coexistence.conversation.login.LoginSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Policies that an answer gives the browser: it loads nothing from elsewhere, and forms go to this
 * service alone, or through it to the issuer, which logs people out. Where people come by HTTPS,
 * the browser comes by nothing else from then on. What browsers may send is access-edge's matter.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class BrowserProtection implements WebFilter {
    /** Attribute under which a screen asks for a wider policy. */
    static final String POLICY = BrowserProtection.class.getName() + ".policy";

    private static final String A_YEAR = "max-age=31536000";

    private final @Nullable String issuer;
    private final boolean secure;

    BrowserProtection(AccessSettings access, LoginSettings login) {
        this.secure = login.isSecure();
        this.issuer = access.issuer() == null ? null : origin(URI.create(access.issuer()));
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse()
                .beforeCommit(() -> {
                    protect(exchange);
                    return Mono.empty();
                });
        return chain.filter(exchange);
    }

    private void protect(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        String policy = exchange.getAttribute(POLICY);
        headers.set(
                "Content-Security-Policy",
                ContentPolicy.withFormsTo(issuer, policy == null ? ContentPolicy.STRICT : policy));
        headers.set("Referrer-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin-allow-popups");
        if (secure) {
            headers.set("Strict-Transport-Security", A_YEAR);
        }
        headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    }

    private static String origin(URI issuer) {
        return issuer.getScheme() + "://" + issuer.getRawAuthority();
    }
}
