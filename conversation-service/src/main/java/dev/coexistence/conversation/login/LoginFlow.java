package dev.coexistence.conversation.login;

import dev.coexistence.conversation.login.LoginOutcome.Denied;
import dev.coexistence.conversation.login.LoginOutcome.IssuerSilent;
import dev.coexistence.conversation.login.LoginOutcome.LoggedIn;
import dev.coexistence.conversation.login.LoginSession.LoginTokens;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthorizationCodeAuthenticationToken;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeReactiveAuthenticationManager;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.oidc.authentication.ReactiveOidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.server.DefaultServerOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Log-in by OpenID Connect: authorization code with PKCE, state and nonce. */
@Component
@ClosedMode
class LoginFlow {
    private final OpenIdIssuer issuer;
    private final PersonReader callers;
    private final SessionTable sessions;
    private final InstantSource time;
    private final DefaultServerOAuth2AuthorizationRequestResolver requests;
    private final OidcAuthorizationCodeReactiveAuthenticationManager exchange;

    LoginFlow(
            OpenIdIssuer issuer, PersonReader callers, SessionTable sessions, InstantSource time) {
        this.issuer = issuer;
        this.callers = callers;
        this.sessions = sessions;
        this.time = time;
        this.requests =
                new DefaultServerOAuth2AuthorizationRequestResolver(_ -> issuer.registration());
        requests.setAuthorizationRequestCustomizer(
                OAuth2AuthorizationRequestCustomizers.withPkce());
        this.exchange = manager(issuer);
    }

    /**
     * A log-in that begins.
     *
     * @param target at the issuer
     */
    record Begun(URI target, PendingLogin pending) {}

    /**
     * Parameters that the browser brings back.
     *
     * @param iss who sent it (RFC 9207), where the issuer says so
     */
    record Returned(
            @Nullable String code,
            @Nullable String state,
            @Nullable String error,
            @Nullable String iss) {
        @Override
        public String toString() {
            return "Returned[redacted]";
        }
    }

    private static OidcAuthorizationCodeReactiveAuthenticationManager manager(OpenIdIssuer issuer) {
        var tokens = new WebClientReactiveAuthorizationCodeTokenResponseClient();
        tokens.setWebClient(issuer.http());
        // The access token says who it is, here as at every other service: nobody else is asked.
        var manager =
                new OidcAuthorizationCodeReactiveAuthenticationManager(
                        tokens,
                        request ->
                                Mono.just(
                                        new DefaultOidcUser(
                                                AuthorityUtils.NO_AUTHORITIES,
                                                request.getIdToken())));
        var decoders = new ConcurrentHashMap<String, ReactiveJwtDecoder>();
        manager.setJwtDecoderFactory(registration ->
                decoders.computeIfAbsent(
                        keysAddress(registration), _ -> decoder(issuer.http(), registration)));
        return manager;
    }

    /**
     * Judge of ID tokens of any asymmetric algorithm: an issuer names all that it could sign by,
     * and signs by the one that its client or its keys are set to.
     */
    private static ReactiveJwtDecoder decoder(WebClient http, ClientRegistration registration) {
        var decoder =
                NimbusReactiveJwtDecoder.withJwkSetUri(keysAddress(registration))
                        .webClient(http)
                        .jwsAlgorithms(all -> all.addAll(EnumSet.allOf(SignatureAlgorithm.class)))
                        .build();
        decoder.setJwtValidator(
                new DelegatingOAuth2TokenValidator<>(
                        new JwtTimestampValidator(), new OidcIdTokenValidator(registration)));
        decoder.setClaimSetConverter(
                new ClaimTypeConverter(
                        ReactiveOidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
        return decoder;
    }

    private static String keysAddress(ClientRegistration registration) {
        return Objects.requireNonNull(registration.getProviderDetails().getJwkSetUri());
    }

    /** Fails with {@link OpenIdIssuer.IssuerAway} where the issuer does not answer. */
    Mono<Begun> begin(ServerWebExchange browser, String back) {
        return requests.resolve(browser, OpenIdIssuer.REGISTRATION)
                .map(request ->
                        new Begun(
                                URI.create(request.getAuthorizationRequestUri()),
                                new PendingLogin(
                                        Objects.requireNonNull(request.getState()),
                                        attribute(request, OidcParameterNames.NONCE),
                                        attribute(request, PkceParameterNames.CODE_VERIFIER),
                                        Objects.requireNonNull(request.getRedirectUri()),
                                        back,
                                        time.instant())));
    }

    Mono<LoginOutcome> finish(PendingLogin pending, Returned returned) {
        if (returned.iss() != null && !returned.iss().equals(issuer.name())) {
            return Mono.just(new Denied("another_issuer"));
        }
        if (returned.error() != null) {
            boolean away = returned.error().matches("server_error|temporarily_unavailable");
            return Mono.just(away ? new IssuerSilent() : new Denied(word(returned.error())));
        }
        if (returned.code() == null) {
            return Mono.just(new Denied("no_code"));
        }
        return issuer.registration()
                .flatMap(registration ->
                        exchange.authenticate(code(registration, pending, returned)))
                .cast(OAuth2LoginAuthenticationToken.class)
                .flatMap(person -> enter(person, pending))
                .defaultIfEmpty(new Denied("no_id_token"))
                .onErrorResume(LoginFlow::isOfTheIssuer, failure -> Mono.just(outcome(failure)));
    }

    private Mono<LoginOutcome> enter(OAuth2LoginAuthenticationToken token, PendingLogin pending) {
        OAuth2AccessToken access = Objects.requireNonNull(token.getAccessToken());
        OidcUser user = (OidcUser) Objects.requireNonNull(token.getPrincipal());
        LoginTokens tokens =
                new LoginTokens(
                        access.getTokenValue(),
                        orNow(access.getIssuedAt()),
                        orNow(access.getExpiresAt()),
                        token.getRefreshToken() == null
                                ? null
                                : token.getRefreshToken().getTokenValue(),
                        user.getIdToken().getTokenValue());
        return callers.read(access.getTokenValue())
                .filter(person -> person.id().equals(user.getSubject()))
                .flatMap(person -> keep(LoginSession.begin(person, tokens), pending))
                .defaultIfEmpty(new Denied("not_for_this_service"));
    }

    private Mono<LoginOutcome> keep(LoginSession session, PendingLogin pending) {
        SessionId id = SessionId.generate();
        return Mono.<LoginOutcome>fromCallable(
                        () -> {
                            sessions.insert(id, session);
                            return new LoggedIn(id, pending.back());
                        })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static OAuth2AuthorizationCodeAuthenticationToken code(
            ClientRegistration registration, PendingLogin pending, Returned returned) {
        var request =
                OAuth2AuthorizationRequest.authorizationCode()
                        .clientId(registration.getClientId())
                        .authorizationUri(
                                Objects.requireNonNull(
                                        registration.getProviderDetails().getAuthorizationUri()))
                        .redirectUri(pending.redirectUri())
                        .scopes(registration.getScopes())
                        .state(pending.state())
                        .attributes(
                                Map.of(
                                        OAuth2ParameterNames.REGISTRATION_ID,
                                        OpenIdIssuer.REGISTRATION,
                                        OidcParameterNames.NONCE,
                                        pending.nonce(),
                                        PkceParameterNames.CODE_VERIFIER,
                                        pending.verifier()))
                        .build();
        var response =
                OAuth2AuthorizationResponse.success(Objects.requireNonNull(returned.code()))
                        .redirectUri(pending.redirectUri())
                        .state(pending.state())
                        .build();
        return new OAuth2AuthorizationCodeAuthenticationToken(
                registration, new OAuth2AuthorizationExchange(request, response));
    }

    private static boolean isOfTheIssuer(Throwable failure) {
        return failure instanceof OAuth2AuthenticationException
                || failure instanceof OAuth2AuthorizationException
                || OpenIdIssuer.isAway(failure);
    }

    private static LoginOutcome outcome(Throwable failure) {
        if (OpenIdIssuer.isAway(failure)) {
            return new IssuerSilent();
        }
        return new Denied(
                word(
                        switch (failure) {
                            case OAuth2AuthenticationException e -> e.getError().getErrorCode();
                            case OAuth2AuthorizationException e -> e.getError().getErrorCode();
                            default -> "refused";
                        }));
    }

    /** An error code of the issuer; what is none says nothing. */
    private static String word(String code) {
        return code.matches("[a-z_]{1,40}") ? code : "refused";
    }

    private Instant orNow(@Nullable Instant at) {
        return at == null ? time.instant() : at;
    }

    private static String attribute(OAuth2AuthorizationRequest request, String name) {
        return Objects.requireNonNull(request.getAttribute(name));
    }
}
