package dev.coexistence.access;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Further way in beside bearer tokens and keys, such as a page's session. A service declares a
 * bean; it is asked where a request has no {@code Authorization}.
 */
@FunctionalInterface
public interface CallerSource {

    /** Empty where the request has no caller of this source. */
    Mono<Caller> find(ServerWebExchange exchange);
}
