package dev.coexistence.access;

import dev.coexistence.access.AccessTable.Bodies;
import dev.coexistence.access.AccessTable.Row;
import dev.coexistence.http.HttpProblems;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Guard against other sites' pages in a browser that reaches the service: names it is asked by, who
 * sent what, kinds of bodies, and headers that keep answers to the service's own pages.
 */
final class BrowserGuard implements WebFilter, Ordered {
    private static final Set<HttpMethod> READING =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);
    private static final int MISDIRECTED = 421;

    private final HostNames hosts;
    private final RequestOrigin origins;
    private final @Nullable AccessTable table;
    private final long maxBody;
    private final RefusalCounts counts;

    /**
     * @param table null only in the open mode
     * @param maxBody bytes of a body that is read as a whole
     */
    BrowserGuard(
            HostNames hosts,
            RequestOrigin origins,
            @Nullable AccessTable table,
            long maxBody,
            RefusalCounts counts) {
        this.hosts = hosts;
        this.origins = origins;
        this.table = table;
        this.maxBody = maxBody;
        this.counts = counts;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 5;
    }

    /** True on a management port of its own, which has no callers. */
    static boolean isOfManagementPort(ServerWebExchange exchange) {
        ApplicationContext context = exchange.getApplicationContext();
        return context != null && "management".equals(namespace(context));
    }

    private static @Nullable String namespace(ApplicationContext context) {
        return context
                        instanceof
                        org.springframework.boot.web.server.context.WebServerApplicationContext web
                ? web.getServerNamespace()
                : null;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse()
                .beforeCommit(() -> {
                    protect(exchange.getResponse().getHeaders());
                    return Mono.empty();
                });
        if (isOfManagementPort(exchange)) {
            return chain.filter(exchange);
        }
        AccessRefusal refusal = refusal(exchange);
        if (refusal == null) {
            return chain.filter(exchange);
        }
        counts.count(refusal.reason());
        return HttpProblems.write(exchange, refusal.getBody());
    }

    private static void protect(HttpHeaders headers) {
        headers.set("X-Content-Type-Options", "nosniff");
        if (headers.getFirst("Cross-Origin-Resource-Policy") == null) {
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
        }
        if (headers.getCacheControl() == null) {
            headers.setCacheControl("no-store");
        }
    }

    private @Nullable AccessRefusal refusal(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders headers = request.getHeaders();
        if (!hosts.allow(headers.getOrEmpty(HttpHeaders.HOST), request.getLocalAddress())) {
            return AccessRefusal.ofBrowser(
                    HttpStatusCode.valueOf(MISDIRECTED),
                    "misdirected",
                    "This service is not called so",
                    "Set ACCESS_HOSTS to the names, besides its own, that it is asked by");
        }
        Row row = table == null ? null : table.find(exchange).orElse(null);
        if (READING.contains(request.getMethod())) {
            return RequestOrigin.isForeignReading(headers, row != null && row.media())
                    ? otherSite(headers)
                    : null;
        }
        if (origins.isForeign(headers)) {
            return otherSite(headers);
        }
        return row == null || row.bodies() == Bodies.ANY ? null : refusalOfBody(row, headers);
    }

    private static AccessRefusal otherSite(HttpHeaders headers) {
        return AccessRefusal.ofBrowser(
                HttpStatus.FORBIDDEN,
                "other-site",
                "Not from this page",
                RequestOrigin.explain(headers));
    }

    private @Nullable AccessRefusal refusalOfBody(Row row, HttpHeaders headers) {
        long length = headers.getContentLength();
        if (length == 0 || (length < 0 && !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING))) {
            return null;
        }
        if (length > maxBody) {
            return AccessRefusal.ofBrowser(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "content-too-large",
                    "The body is too large",
                    "A body has " + maxBody + " bytes at most");
        }
        if (takes(row, contentType(headers))) {
            return null;
        }
        return AccessRefusal.ofBrowser(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "The body is of another kind than it must be",
                "Send Content-Type: application/json");
    }

    private static boolean takes(Row row, @Nullable MediaType type) {
        return type != null
                && (MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)
                        || (row.bodies() == Bodies.FORMS
                                && (MediaType.APPLICATION_FORM_URLENCODED.equalsTypeAndSubtype(type)
                                        || MediaType.MULTIPART_FORM_DATA.equalsTypeAndSubtype(
                                                type))));
    }

    private static @Nullable MediaType contentType(HttpHeaders headers) {
        try {
            return headers.getContentType();
        } catch (InvalidMediaTypeException _) {
            return null;
        }
    }
}
