package dev.coexistence.conversation.login;

import dev.coexistence.access.AccessRefusal;
import dev.coexistence.access.Caller;
import dev.coexistence.access.CallerSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
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
    private static final Set<String> API = Set.of("v1", "v3");

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
        boolean reads =
                HttpMethod.GET.equals(request.getMethod())
                        || HttpMethod.HEAD.equals(request.getMethod());
        return !isOfPrograms(request) && (reads || !isMedia(segments(request)));
    }

    /**
     * True for paths that programs alone call. Segments are compared as routes are found, decoded
     * and without parameters: {@code /%76%31;a=b/contacts} is one of them too.
     */
    static boolean isOfPrograms(ServerHttpRequest request) {
        List<String> segments = segments(request);
        return !segments.isEmpty() && API.contains(segments.getFirst()) && !isMedia(segments);
    }

    private static boolean isMedia(List<String> segments) {
        return segments.size() > 1
                && segments.getFirst().equals("v1")
                && segments.get(1).equals("media");
    }

    private static List<String> segments(ServerHttpRequest request) {
        return request.getPath().pathWithinApplication().elements().stream()
                .filter(PathContainer.PathSegment.class::isInstance)
                .map(segment -> ((PathContainer.PathSegment) segment).valueToMatch())
                .toList();
    }
}
