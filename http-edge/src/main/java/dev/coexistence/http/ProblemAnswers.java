package dev.coexistence.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Error handler of every failure that a service does not answer itself, the framework's own
 * included. Also refuses U+0000 in an address, which no database here can look up.
 */
final class ProblemAnswers implements WebExceptionHandler, WebFilter, Ordered {
    private static final Logger log = LoggerFactory.getLogger(ProblemAnswers.class);

    /** Before Spring Boot's, which is at -1. */
    private static final int ORDER = -2;

    private final boolean pages;

    /**
     * @param pages true where browsers get pages of the service instead
     */
    ProblemAnswers(boolean pages) {
        this.pages = pages;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return hasNul(exchange.getRequest())
                ? HttpProblems.write(
                        exchange,
                        HttpProblems.of(
                                HttpStatus.BAD_REQUEST,
                                "nul",
                                "The address holds a character that cannot be looked up",
                                "U+0000 may stand in no path and no parameter"))
                : chain.filter(exchange);
    }

    private static boolean hasNul(ServerHttpRequest request) {
        String query = request.getURI().getRawQuery();
        return request.getURI().getRawPath().contains("%00")
                || (query != null && query.contains("%00"));
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted() || (pages && isBrowser(exchange.getRequest()))) {
            return Mono.error(failure);
        }
        ProblemDetail problem = HttpProblems.of(failure);
        if (problem.getStatus() >= HttpStatus.INTERNAL_SERVER_ERROR.value()
                && !(failure instanceof ErrorResponse)) {
            log.atError()
                    .setCause(failure)
                    .log("A request failed because of a defect and is answered 500");
        }
        if (failure instanceof ErrorResponse response) {
            exchange.getResponse().getHeaders().putAll(response.getHeaders());
        }
        return HttpProblems.write(exchange, problem);
    }

    private static boolean isBrowser(ServerHttpRequest request) {
        return request.getHeaders().getAccept().stream()
                .anyMatch(type -> type.isCompatibleWith(MediaType.TEXT_HTML) && type.isConcrete());
    }
}
