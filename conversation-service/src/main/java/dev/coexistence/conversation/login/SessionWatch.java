package dev.coexistence.conversation.login;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.login.SessionCaller.Used;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Watch over the session of a request that lasts, such as a stream: once the person is logged out,
 * may do something else or belongs to another tenant, it must end.
 */
@Component
public class SessionWatch {
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final ObjectProvider<SessionTable> sessions;

    SessionWatch(ObjectProvider<SessionTable> sessions) {
        this.sessions = sessions;
    }

    /** The person of the request's session, also where the request is refused. */
    public static Optional<Caller> findPerson(ServerWebExchange exchange) {
        return SessionCaller.findSession(exchange).map(used -> used.session().caller());
    }

    /** Completes when the session of the request has ended; never where it came without one. */
    public Mono<Void> whenOver(ServerWebExchange exchange) {
        SessionTable table = sessions.getIfAvailable();
        Used used = SessionCaller.findSession(exchange).orElse(null);
        if (table == null || used == null) {
            return Mono.never();
        }
        return Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(_ ->
                        Mono.fromCallable(() -> isSame(table, used))
                                .subscribeOn(Schedulers.boundedElastic())
                                .onErrorReturn(true))
                .takeUntil(same -> !same)
                .then();
    }

    private static boolean isSame(SessionTable table, Used used) {
        LoginSession then = used.session();
        return table.look(used.id())
                .filter(now ->
                        now.scopes().equals(then.scopes())
                                && java.util.Objects.equals(now.tenant(), then.tenant()))
                .isPresent();
    }
}
