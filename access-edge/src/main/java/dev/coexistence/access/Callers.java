package dev.coexistence.access;

import java.util.Optional;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Callers of requests, for filters and as parameters of controllers. */
public final class Callers implements HandlerMethodArgumentResolver {
    private static final String ATTRIBUTE = Callers.class.getName();

    Callers() {}

    /**
     * @throws IllegalStateException where the request has none: its row is open
     */
    public static Caller of(ServerWebExchange exchange) {
        return find(exchange)
                .orElseThrow(() -> new IllegalStateException("The row of this route is open"));
    }

    /** Empty on an open row, and before the access filter has run. */
    public static Optional<Caller> find(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getAttribute(ATTRIBUTE));
    }

    static void set(ServerWebExchange exchange, Caller caller) {
        exchange.getAttributes().put(ATTRIBUTE, caller);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Mono<Object> resolveArgument(
            MethodParameter parameter, BindingContext bindings, ServerWebExchange exchange) {
        return Mono.fromSupplier(() -> of(exchange));
    }
}
