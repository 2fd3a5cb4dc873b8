package dev.coexistence.conversation.login;

import dev.coexistence.conversation.login.LoginSession.LoginTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Renewal of a session's access token, by one instance at a time: issuers that use each refresh
 * token once would else end the session. Where the issuer is away the session goes on with the
 * tokens that it has; where it refuses, the session is over.
 */
@Component
@ClosedMode
class TokenRenewal {
    private static final Logger LOG = LoggerFactory.getLogger(TokenRenewal.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** Pause after the issuer did not answer. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final OpenIdIssuer issuer;
    private final PersonReader callers;
    private final SessionTable sessions;
    private final LoginSettings settings;
    private final InstantSource time;
    private final WebClientReactiveRefreshTokenTokenResponseClient tokens =
            new WebClientReactiveRefreshTokenTokenResponseClient();
    private final Map<SessionId, Mono<LoginSession>> running = new ConcurrentHashMap<>();

    TokenRenewal(
            OpenIdIssuer issuer,
            PersonReader callers,
            SessionTable sessions,
            LoginSettings settings,
            InstantSource time) {
        this.issuer = issuer;
        this.callers = callers;
        this.sessions = sessions;
        this.settings = settings;
        this.time = time;
        tokens.setWebClient(issuer.http());
    }

    /** The session with an access token that is valid, as far as one can be had; empty if over. */
    Mono<LoginSession> renewIfDue(SessionId id, LoginSession session) {
        Instant now = time.instant();
        if (now.isBefore(session.tokens().renewAt())) {
            return Mono.just(session);
        }
        if (session.tokens().refresh() == null) {
            return now.isBefore(session.tokens().expiresAt())
                    ? Mono.just(session)
                    : end(id, "The session has no refresh token");
        }
        return running.computeIfAbsent(
                id, _ -> renew(id, session).doFinally(_ -> running.remove(id)).cache());
    }

    private Mono<LoginSession> renew(SessionId id, LoginSession session) {
        return callBlocking(() -> sessions.claimRenewal(id, longest()))
                .flatMap(ours -> ours ? ask(id, session) : waitForOther(id, session));
    }

    private Mono<LoginSession> ask(SessionId id, LoginSession session) {
        return issuer.registration()
                .flatMap(registration -> tokens.getTokenResponse(request(registration, session)))
                .flatMap(answer -> keep(id, session, answer))
                .onErrorResume(
                        OAuth2AuthorizationException.class,
                        failure ->
                                isRefusal(failure)
                                        ? end(id, "The issuer refuses to renew the session")
                                        : postpone(id, session))
                .onErrorResume(OpenIdIssuer::isAway, _ -> postpone(id, session));
    }

    private Mono<LoginSession> postpone(SessionId id, LoginSession session) {
        return callBlocking(() -> {
            sessions.postponeRenewal(id, PAUSE);
            return session;
        });
    }

    /** Discovery, the new token and the keys of its signature. */
    private Duration longest() {
        return settings.timeout().multipliedBy(3);
    }

    private Mono<LoginSession> keep(
            SessionId id, LoginSession session, OAuth2AccessTokenResponse answer) {
        return callers.read(answer.getAccessToken().getTokenValue())
                .filter(person -> person.id().equals(session.id()))
                .flatMap(person -> {
                    LoginSession renewed = session.renew(person, fresh(session.tokens(), answer));
                    return callBlocking(() -> {
                        sessions.replace(id, renewed);
                        return renewed;
                    });
                })
                .switchIfEmpty(Mono.defer(() -> end(id, "The new token is not for this service")));
    }

    /** Meanwhile the old token does as long as it is valid. */
    private Mono<LoginSession> waitForOther(SessionId id, LoginSession session) {
        if (time.instant().isBefore(session.tokens().expiresAt())) {
            return Mono.just(session);
        }
        return Flux.interval(Duration.ZERO, LOOK_EVERY)
                .onBackpressureDrop()
                .take(longest().dividedBy(LOOK_EVERY))
                .concatMap(_ -> callBlocking(() -> sessions.isRenewing(id)))
                .takeUntil(renewing -> !renewing)
                .then(callBlocking(() -> sessions.look(id)))
                .flatMap(Mono::justOrEmpty);
    }

    private Mono<LoginSession> end(SessionId id, String why) {
        return callBlocking(
                        () -> {
                            sessions.delete(id);
                            return id;
                        })
                .doOnNext(_ -> LOG.atInfo().addKeyValue("reason", why).log("A session ends"))
                .then(Mono.empty());
    }

    private static OAuth2RefreshTokenGrantRequest request(
            ClientRegistration registration, LoginSession session) {
        LoginTokens old = session.tokens();
        return new OAuth2RefreshTokenGrantRequest(
                registration,
                new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER,
                        old.access(),
                        old.issuedAt(),
                        old.expiresAt()),
                new OAuth2RefreshToken(orEmpty(old.refresh()), null));
    }

    private LoginTokens fresh(LoginTokens old, OAuth2AccessTokenResponse answer) {
        OAuth2AccessToken access = answer.getAccessToken();
        OAuth2RefreshToken refresh = answer.getRefreshToken();
        Object identity = answer.getAdditionalParameters().get(OidcParameterNames.ID_TOKEN);
        Instant now = time.instant();
        return new LoginTokens(
                access.getTokenValue(),
                access.getIssuedAt() == null ? now : access.getIssuedAt(),
                access.getExpiresAt() == null ? now : access.getExpiresAt(),
                refresh == null ? old.refresh() : refresh.getTokenValue(),
                identity instanceof String text ? text : old.identity());
    }

    private static boolean isRefusal(OAuth2AuthorizationException failure) {
        return failure.getError()
                .getErrorCode()
                .matches("invalid_grant|invalid_client|access_denied|unauthorized_client");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static <T> Mono<T> callBlocking(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic());
    }
}
