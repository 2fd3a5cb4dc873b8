package dev.coexistence.conversation.login;

import dev.coexistence.access.RefusalCounts;
import dev.coexistence.http.HttpProblems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.reactive.result.view.CsrfRequestDataValueProcessor;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.DefaultCsrfToken;
import org.springframework.security.web.server.csrf.XorServerCsrfTokenRequestAttributeHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Tokens of forms: what a session changes, its page has sent. The token stands in the session; each
 * page has it under another mask, so that compression tells nobody its letters.
 */
@Component
@ClosedMode
class FormTokens implements WebFilter, Ordered {
    /** After access-edge's check, which finds the session. */
    private static final int ORDER = -80;

    private static final String HEADER = "X-CSRF-TOKEN";
    private static final String FIELD = "_csrf";
    private static final Set<HttpMethod> READING =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

    private final XorServerCsrfTokenRequestAttributeHandler masks =
            new XorServerCsrfTokenRequestAttributeHandler();
    private final RefusalCounts counts;

    FormTokens(RefusalCounts counts) {
        this.counts = counts;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return SessionCaller.findSession(exchange)
                .map(used -> token(used.session()))
                .map(token -> check(exchange, token).then(mask(exchange, token)))
                .orElse(Mono.empty())
                .then(Mono.defer(() -> chain.filter(exchange)));
    }

    private Mono<Void> check(ServerWebExchange exchange, CsrfToken token) {
        if (READING.contains(exchange.getRequest().getMethod())) {
            return Mono.empty();
        }
        return masks.resolveCsrfTokenValue(exchange, token)
                .filter(given -> isSame(given, token.getToken()))
                .switchIfEmpty(Mono.error(this::refusal))
                .then();
    }

    /** Puts the token under a new mask, where templates look for it. */
    private Mono<Void> mask(ServerWebExchange exchange, CsrfToken token) {
        masks.handle(exchange, Mono.just(token));
        Mono<CsrfToken> masked = exchange.getAttribute(CsrfToken.class.getName());
        return masked == null
                ? Mono.empty()
                : masked.doOnNext(one ->
                                exchange.getAttributes()
                                        .put(
                                                CsrfRequestDataValueProcessor
                                                        .DEFAULT_CSRF_ATTR_NAME,
                                                one))
                        .then();
    }

    private ErrorResponseException refusal() {
        counts.count("form-token");
        return new ErrorResponseException(
                HttpStatus.FORBIDDEN,
                HttpProblems.of(
                        HttpStatus.FORBIDDEN,
                        "form-token",
                        "Not from a page of this session",
                        "The form has no token of this session; load the page again"),
                null);
    }

    private static CsrfToken token(LoginSession session) {
        return new DefaultCsrfToken(HEADER, FIELD, session.formToken());
    }

    private static boolean isSame(String given, String expected) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
