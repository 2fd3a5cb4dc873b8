package dev.coexistence.conversation.login;

import dev.coexistence.access.AccessRefusal;
import java.net.URI;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

/**
 * Door of the page: whoever is not logged in is led to the log-in, and back to where they wanted. A
 * part of a page has its whole page loaded again, which comes here then. Other refusals become
 * pages that say so.
 */
@Component
@ClosedMode
class PageDoor implements WebFilter, Ordered {
    /** Before access-edge's check, whose refusals it turns into the way to the log-in. */
    private static final int ORDER = -95;

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(exchange)
                .onErrorResume(ErrorResponseException.class, refusal -> answer(exchange, refusal));
    }

    private static Mono<Void> answer(ServerWebExchange exchange, ErrorResponseException refusal) {
        ServerHttpRequest request = exchange.getRequest();
        ServerHttpResponse response = exchange.getResponse();
        boolean unknown =
                refusal instanceof AccessRefusal
                        && refusal.getStatusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)
                        && HttpMethod.GET.equals(request.getMethod())
                        && !isOfPrograms(request);
        if (unknown && request.getHeaders().getFirst("HX-Request") != null) {
            response.setStatusCode(HttpStatus.UNAUTHORIZED);
            response.getHeaders().set("HX-Refresh", "true");
            return response.setComplete();
        }
        if (!wantsPage(request) || refusal instanceof ResponseStatusException) {
            return Mono.error(refusal);
        }
        if (unknown) {
            response.setStatusCode(HttpStatus.FOUND);
            response.getHeaders().setLocation(start(request));
            return response.setComplete();
        }
        // Boot's error pages know the status of these alone.
        return Mono.error(
                new ResponseStatusException(
                        refusal.getStatusCode(), refusal.getBody().getDetail(), refusal));
    }

    private static URI start(ServerHttpRequest request) {
        URI asked = request.getURI();
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        return UriComponentsBuilder.fromPath(LoginController.START)
                .queryParam("back", "{back}")
                .encode()
                .buildAndExpand(asked.getRawPath() + query)
                .toUri();
    }

    private static boolean isOfPrograms(ServerHttpRequest request) {
        return request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)
                || SessionCaller.isOfPrograms(request);
    }

    private static boolean wantsPage(ServerHttpRequest request) {
        return request.getHeaders().getAccept().stream()
                .anyMatch(MediaType.TEXT_HTML::equalsTypeAndSubtype);
    }
}
