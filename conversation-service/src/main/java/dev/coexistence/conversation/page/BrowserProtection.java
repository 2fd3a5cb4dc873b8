package dev.coexistence.conversation.page;

import dev.coexistence.http.HttpProblems;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Protection of the browser: a content security policy that loads nothing from elsewhere, and
 * refusal of requests that another site submits. Programs that send neither Origin nor
 * Sec-Fetch-Site are no browsers and pass.
 *
 * <p>An old browser, or one over plain HTTP, says its Origin only. It is ours where it is what was
 * asked for (Host, or what a proxy says was: another site's form can set neither), where it is set,
 * or where the page's script sent the request: other sites' scripts may not send that header
 * without asking first (CORS), and are told no.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class BrowserProtection implements WebFilter {
    /** Attribute under which a screen asks for a wider policy. */
    static final String POLICY = BrowserProtection.class.getName() + ".policy";

    private static final Set<HttpMethod> READING =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private static final Pattern FORWARDED_HOST =
            Pattern.compile("^[^,]*?\\bhost=\"?([^\";,\\s]+)", Pattern.CASE_INSENSITIVE);

    private final List<String> origins;

    BrowserProtection(PageSettings settings) {
        this.origins = settings.origins();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        exchange.getResponse()
                .beforeCommit(() -> {
                    protect(exchange);
                    return Mono.empty();
                });
        return !READING.contains(request.getMethod()) && comesFromElsewhere(request)
                ? HttpProblems.write(exchange, refusal(request))
                : chain.filter(exchange);
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

    private boolean comesFromElsewhere(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null) {
            return !OURS.contains(site);
        }
        String origin = headers.getOrigin();
        return origin != null
                && headers.getFirst("HX-Request") == null
                && !origins.contains(origin.toLowerCase(Locale.ROOT))
                && requestHosts(headers).noneMatch(host -> isHost(origin, host));
    }

    /**
     * The host as the browser asked for it: first of all proxies, the one nearest to it says so.
     */
    private static Stream<String> requestHosts(HttpHeaders headers) {
        String forwarded = headers.getFirst("Forwarded");
        var host = FORWARDED_HOST.matcher(forwarded == null ? "" : forwarded);
        return Stream.of(
                        headers.getFirst(HttpHeaders.HOST),
                        first(headers.getFirst("X-Forwarded-Host")),
                        host.find() ? host.group(1) : null)
                .filter(Objects::nonNull);
    }

    private static @Nullable String first(@Nullable String list) {
        return list == null ? null : list.split(",", 2)[0].strip();
    }

    private static boolean isHost(String origin, String host) {
        try {
            return URI.create(origin).getAuthority() instanceof String authority
                    && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static ProblemDetail refusal(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        String origin = headers.getOrigin();
        String detail =
                origin == null || headers.getFirst("Sec-Fetch-Site") != null
                        ? "The browser says that another site sent this"
                        : "The browser shows "
                                + origin
                                + ", but this service was asked as "
                                + headers.getFirst(HttpHeaders.HOST)
                                + ". Where a proxy in front rewrites Host, let it send"
                                + " X-Forwarded-Host, or set PAGE_ORIGINS="
                                + origin;
        return HttpProblems.of(HttpStatus.FORBIDDEN, "other-site", "Not from this page", detail);
    }
}
