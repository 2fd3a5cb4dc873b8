package dev.coexistence.conversation.live;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Headers of every stream of server-sent events. Proxies hand on each event at once (nginx and
 * those that follow it, by {@code X-Accel-Buffering}) and compress nothing; the connection ends
 * with the stream, so that whoever comes again is led to an instance that runs.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class StreamHeaders implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        exchange.getResponse()
                .beforeCommit(() -> {
                    if (MediaType.TEXT_EVENT_STREAM.equalsTypeAndSubtype(
                            headers.getContentType())) {
                        headers.set("X-Accel-Buffering", "no");
                        headers.setCacheControl("no-store, no-transform");
                        headers.set(HttpHeaders.CONNECTION, "close");
                    }
                    return Mono.empty();
                });
        return chain.filter(exchange);
    }
}
