package dev.coexistence.conversation.login;

import dev.coexistence.access.AccessRefusal;
import dev.coexistence.access.Caller;
import dev.coexistence.access.CallerSource;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The caller by the session of the page. It counts for the page and for the media that the page
 * shows, and for nothing else of the API, which programs call.
 */
@Component
@ClosedMode
class SessionCaller implements CallerSource {
    private static final String ATTRIBUTE = SessionCaller.class.getName();

    private final SessionCookies cookies;
    private final SessionTable sessions;
    private final TokenRenewal renewal;

    SessionCaller(SessionCookies cookies, SessionTable sessions, TokenRenewal renewal) {
        this.cookies = cookies;
        this.sessions = sessions;
        this.renewal = renewal;
    }

    /** Session that a request came with. */
    record Used(SessionId id, LoginSession session) {}

    /** The session by which the caller of this request was found. */
    static Optional<Used> findSession(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getAttribute(ATTRIBUTE));
    }

    @Override
    public Mono<Caller> find(ServerWebExchange exchange) {
        return takesSession(exchange.getRequest())
                ? Mono.justOrEmpty(cookies.session(exchange)).flatMap(id -> use(id, exchange))
                : Mono.empty();
    }

    private Mono<Caller> use(SessionId id, ServerWebExchange exchange) {
        return Mono.fromCallable(() -> sessions.use(id))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(Mono::justOrEmpty)
                .flatMap(session -> renewal.renewIfDue(id, session))
                .doOnNext(session -> exchange.getAttributes().put(ATTRIBUTE, new Used(id, session)))
                .map(LoginSession::caller)
                .onErrorMap(
                        failure ->
                                failure instanceof DataAccessException
                                        || failure instanceof TransactionException,
                        _ ->
                                AccessRefusal.away(
                                        "database-away",
                                        "The database does not answer; nothing is lost, try again"
                                                + " later"));
    }

    private static boolean takesSession(ServerHttpRequest request) {
        String path = request.getPath().pathWithinApplication().value();
        boolean reads =
                HttpMethod.GET.equals(request.getMethod())
                        || HttpMethod.HEAD.equals(request.getMethod());
        return path.startsWith("/v1/media/")
                ? reads
                : !path.startsWith("/v1/") && !path.startsWith("/v3/");
    }
}
