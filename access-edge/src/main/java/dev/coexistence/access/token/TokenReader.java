package dev.coexistence.access.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.source.JWKSecurityContextJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWKSecurityContext;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import dev.coexistence.access.AccessRefusal;
import dev.coexistence.access.BearerReader;
import dev.coexistence.access.Caller;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Objects;
import java.util.Set;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reader of access tokens: JWTs that the provider signed with an asymmetric key. A token that was
 * right is remembered for a minute, so that its signature is not computed for each request.
 */
final class TokenReader implements BearerReader {
    /** No algorithm of a shared secret, and never "none". */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private static final Duration REMEMBER = Duration.ofMinutes(1);

    /** Of all remembered tokens together: they may be as long as a request's head. */
    private static final int MOST_CHARACTERS = 16 << 20;

    private final ReactiveJwtDecoder decoder;
    private final TokenClaims claims;
    private final Duration skew;
    private final InstantSource time;
    private final Cache<String, Known> known =
            Caffeine.newBuilder()
                    .maximumWeight(MOST_CHARACTERS)
                    .weigher((String bearer, Known _) -> bearer.length())
                    .expireAfterWrite(REMEMBER)
                    .build();

    /** Caller of a token that was right, and the end of the token. */
    private record Known(Caller caller, Instant expiresAt) {}

    TokenReader(ProviderKeys keys, TokenClaims claims, Duration skew, InstantSource time) {
        this.claims = claims;
        this.skew = skew;
        this.time = time;
        this.decoder = decoder(keys);
    }

    private static ReactiveJwtDecoder decoder(ProviderKeys keys) {
        NimbusReactiveJwtDecoder decoder =
                NimbusReactiveJwtDecoder.withJwkSource(token -> find(keys, token))
                        .jwtProcessorCustomizer(TokenReader::restrict)
                        .build();
        decoder.setJwtValidator(_ -> OAuth2TokenValidatorResult.success());
        return decoder;
    }

    private static Flux<JWK> find(ProviderKeys keys, SignedJWT token) {
        return keys.find(token.getHeader().getKeyID()).flatMapIterable(all -> all);
    }

    private static void restrict(ConfigurableJWTProcessor<JWKSecurityContext> processor) {
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(ALGORITHMS, new JWKSecurityContextJWKSet()));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    }

    /** Three parts between dots; keys have none. */
    @Override
    public boolean reads(String bearer) {
        return bearer.indexOf('.') > 0;
    }

    @Override
    public Mono<Caller> read(String bearer) {
        Known before = known.getIfPresent(bearer);
        if (before != null && before.expiresAt().plus(skew).isAfter(time.instant())) {
            return Mono.just(before.caller());
        }
        return Mono.defer(() -> decoder.decode(bearer))
                .map(token -> remember(bearer, token))
                .onErrorMap(failure -> refusal(failure));
    }

    @Override
    public Mono<Void> awaitEnd(String bearer) {
        try {
            Date end = SignedJWT.parse(bearer).getJWTClaimsSet().getExpirationTime();
            return end == null
                    ? Mono.never()
                    : Mono.delay(Duration.between(time.instant(), end.toInstant().plus(skew)))
                            .then();
        } catch (ParseException _) {
            return Mono.never();
        }
    }

    private Caller remember(String bearer, Jwt token) {
        Caller caller = claims.judge(token);
        known.put(bearer, new Known(caller, Objects.requireNonNull(token.getExpiresAt())));
        return caller;
    }

    private static AccessRefusal refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AccessRefusal refusal) {
                return refusal;
            }
        }
        return AccessRefusal.badCredentials(
                "signature", "The token is none, or none that the issuer signed");
    }
}
