package dev.coexistence.conversation.login;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.login.SessionCaller.Used;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Watch over the sessions of requests that last, such as streams: once the person is logged out on
 * any instance, may do something else or belongs to another tenant, they must end. One question a
 * second asks for all of an instance's sessions. A session that is watched has its tokens renewed,
 * so that a person whom the issuer lets in no more ends with the access token at the latest.
 */
@Component
public class SessionWatch {
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Pause after a renewal, which the issuer may have left unanswered. */
    private static final Duration RENEWAL_PAUSE = Duration.ofSeconds(10);

    private final ObjectProvider<SessionTable> sessions;
    private final ObjectProvider<TokenRenewal> renewal;
    private final InstantSource time;
    private final Map<SessionId, Integer> watched = new ConcurrentHashMap<>();
    private final Flux<Look> looks;

    SessionWatch(
            ObjectProvider<SessionTable> sessions,
            ObjectProvider<TokenRenewal> renewal,
            InstantSource time) {
        this.sessions = sessions;
        this.renewal = renewal;
        this.time = time;
        this.looks =
                Flux.interval(EVERY).onBackpressureDrop().concatMap(_ -> lookAtAll(), 1).share();
    }

    /**
     * Look at the sessions that are watched.
     *
     * @param versions of those that are not over
     */
    private record Look(Set<SessionId> asked, Map<SessionId, String> versions) {}

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
        return Flux.defer(
                        () -> {
                            watched.merge(used.id(), 1, Integer::sum);
                            var sight = new Sight(table, used);
                            // Who waits for the issuer must not hold up the looks of others.
                            return looks.onBackpressureLatest()
                                    .concatMap(sight::isOver, 1)
                                    .takeUntil(over -> over);
                        })
                .doFinally(_ ->
                        watched.computeIfPresent(
                                used.id(), (_, count) -> count == 1 ? null : count - 1))
                .then();
    }

    /** Nothing is seen while the database is away: no session ends for that. */
    private Mono<Look> lookAtAll() {
        return Mono.fromCallable(
                        () -> {
                            Set<SessionId> asked = Set.copyOf(watched.keySet());
                            return new Look(asked, sessions.getObject().versions(asked));
                        })
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorComplete();
    }

    /** One watched session, as it was seen last. */
    private final class Sight {
        private final SessionTable table;
        private final SessionId id;
        private final LoginSession then;
        private LoginSession now;
        private String version = "";
        private Instant renewAfter = Instant.MIN;

        Sight(SessionTable table, Used used) {
            this.table = table;
            this.id = used.id();
            this.then = used.session();
            this.now = then;
        }

        Mono<Boolean> isOver(Look look) {
            if (!look.asked().contains(id)) {
                return Mono.just(false);
            }
            String seen = look.versions().get(id);
            if (seen == null) {
                return Mono.just(true);
            }
            return (seen.equals(version) ? Mono.just(now) : read(seen))
                    .flatMap(this::renew)
                    .map(session -> !isSame(session))
                    .defaultIfEmpty(true)
                    .onErrorReturn(false);
        }

        private Mono<LoginSession> read(String seen) {
            return Mono.fromCallable(() -> table.look(id))
                    .subscribeOn(Schedulers.boundedElastic())
                    .flatMap(Mono::justOrEmpty)
                    .doOnNext(session -> {
                        now = session;
                        version = seen;
                    });
        }

        private Mono<LoginSession> renew(LoginSession session) {
            Instant at = time.instant();
            if (at.isBefore(session.tokens().renewAt()) || at.isBefore(renewAfter)) {
                return Mono.just(session);
            }
            renewAfter = at.plus(RENEWAL_PAUSE);
            return renewal.getObject().renewIfDue(id, session);
        }

        private boolean isSame(LoginSession session) {
            return session.scopes().equals(then.scopes())
                    && Objects.equals(session.tenant(), then.tenant());
        }
    }
}
