package dev.coexistence.access;

import dev.coexistence.access.AccessTable.Row;
import dev.coexistence.access.AccessTable.Rule;
import dev.coexistence.http.ClientAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Filter that finds the caller of a request and holds it to the row of its route. It comes after
 * every chain of Spring Security, so that none that a service adds can leave it out.
 */
final class AccessCheck implements WebFilter, Ordered {
    /** After Spring Security's chains, which are at -100. */
    private static final int ORDER = -90;

    private static final String SCHEME = "Bearer ";

    private final @Nullable AccessTable table;
    private final boolean open;
    private final List<BearerReader> readers;
    private final List<CallerSource> sources;
    private final CallRates rates;
    private final FailedAttempts failures;
    private final RefusalCounts counts;

    /**
     * @param table null only in the open mode
     */
    AccessCheck(
            @Nullable AccessTable table,
            boolean open,
            List<BearerReader> readers,
            List<CallerSource> sources,
            CallRates rates,
            FailedAttempts failures,
            RefusalCounts counts) {
        if (table == null && !open) {
            throw new IllegalStateException(
                    "This service has no AccessTable, so nobody may call any of its routes");
        }
        this.table = table;
        this.open = open;
        this.readers = List.copyOf(readers);
        this.sources = List.copyOf(sources);
        this.rates = rates;
        this.failures = failures;
        this.counts = counts;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (BrowserGuard.isOfManagementPort(exchange)) {
            return chain.filter(exchange);
        }
        if (open) {
            Callers.set(exchange, Caller.open().withAddress(address(exchange)));
            if (table == null || isActuator(exchange)) {
                return chain.filter(exchange);
            }
        }
        AccessTable rows = Objects.requireNonNull(table);
        Row row = rows.find(exchange).orElse(null);
        if (row == null) {
            return answerWithoutRow(rows, exchange);
        }
        if (open || row.rule() == Rule.OPEN) {
            return chain.filter(exchange);
        }
        return find(exchange)
                .switchIfEmpty(Mono.error(AccessRefusal::noCredentials))
                .map(caller -> admit(caller, row, exchange))
                .onErrorMap(AccessRefusal.class, refusal -> count(refusal, exchange))
                .flatMap(caller -> {
                    Callers.set(exchange, caller.withAddress(address(exchange)));
                    Mono<Void> answered =
                            chain.filter(exchange)
                                    .doOnError(
                                            AccessRefusal.class,
                                            refusal -> counts.count(refusal.reason()));
                    return row.media()
                            ? answered.takeUntilOther(awaitEnd(caller, exchange))
                            : answered;
                });
    }

    /** Completes when the request's own credentials end: a stream must not outlive them. */
    private Mono<Void> awaitEnd(Caller caller, ServerWebExchange exchange) {
        String bearer = caller.bearer();
        if (bearer != null
                && exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)) {
            for (BearerReader reader : readers) {
                if (reader.reads(bearer)) {
                    return reader.awaitEnd(bearer);
                }
            }
        }
        return Mono.never();
    }

    /** Health and metrics of a service whose management port is its own one, on loopback. */
    private static boolean isActuator(ServerWebExchange exchange) {
        return exchange.getRequest()
                .getPath()
                .pathWithinApplication()
                .value()
                .startsWith("/actuator");
    }

    private Mono<Void> answerWithoutRow(AccessTable rows, ServerWebExchange exchange) {
        Set<HttpMethod> methods = rows.methods(exchange.getRequest().getPath());
        counts.count("no-row");
        if (methods.isEmpty()) {
            return Mono.error(
                    new NoResourceFoundException(
                            exchange.getRequest().getURI(),
                            exchange.getRequest().getPath().value()));
        }
        if (exchange.getRequest().getMethod().equals(HttpMethod.OPTIONS)) {
            exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
            exchange.getResponse()
                    .getHeaders()
                    .set(
                            HttpHeaders.ALLOW,
                            methods.stream()
                                    .map(HttpMethod::name)
                                    .collect(Collectors.joining(",")));
            return exchange.getResponse().setComplete();
        }
        return Mono.error(
                new MethodNotAllowedException(exchange.getRequest().getMethod(), methods));
    }

    private Mono<Caller> find(ServerWebExchange exchange) {
        List<String> credentials =
                exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (credentials.isEmpty()) {
            return Flux.fromIterable(sources).concatMap(source -> source.find(exchange)).next();
        }
        String given = credentials.getFirst();
        if (credentials.size() > 1
                || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || given.length() == SCHEME.length()) {
            return Mono.error(
                    AccessRefusal.badCredentials(
                            "malformed", "Send one Authorization header, Bearer and a token"));
        }
        String bearer = given.substring(SCHEME.length()).strip();
        for (BearerReader reader : readers) {
            if (reader.reads(bearer)) {
                return reader.read(bearer);
            }
        }
        return Mono.error(
                AccessRefusal.badCredentials("malformed", "This is no token and no API key"));
    }

    private Caller admit(Caller caller, Row row, ServerWebExchange exchange) {
        rates.take(caller, exchange.getResponse().getHeaders());
        if (!row.admits(caller)) {
            throw AccessRefusal.forbidden(row.scopes());
        }
        return caller;
    }

    private AccessRefusal count(AccessRefusal refusal, ServerWebExchange exchange) {
        counts.count(refusal.reason());
        if (refusal.isGuess()
                && exchange.getRequest().getRemoteAddress() instanceof InetSocketAddress remote
                && remote.getAddress() != null) {
            AccessRefusal slowed = failures.note(ClientAddress.of(remote.getAddress()));
            if (slowed != null) {
                counts.count(slowed.reason());
                return slowed;
            }
        }
        return refusal;
    }

    private static @Nullable String address(ServerWebExchange exchange) {
        return exchange.getRequest().getRemoteAddress() instanceof InetSocketAddress remote
                        && remote.getAddress() != null
                ? remote.getAddress().getHostAddress()
                : null;
    }
}
