package dev.coexistence.conversation.login;

import dev.coexistence.access.AccessRefusal;
import dev.coexistence.access.AccessSettings;
import dev.coexistence.access.BearerReader;
import dev.coexistence.access.Caller;
import dev.coexistence.access.Role;
import dev.coexistence.conversation.login.LoginIssuer.Person;
import dev.coexistence.conversation.login.LoginSession.LoginTokens;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.TokenCipher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import reactor.core.publisher.Mono;

/** What sessions are made of, over a real database and an issuer, with a clock of the test's. */
final class SessionParts {
    static final Person JONAS = new Person("jonas", "Jonas Berg", "default", Role.AGENT);
    static final Duration LIFE = Duration.ofMinutes(4);

    private final JdbcTemplate database;
    private final LoginIssuer issuer;
    private volatile Instant now = Instant.parse("2026-11-29T09:00:00Z");

    SessionParts(JdbcTemplate database, LoginIssuer issuer) {
        this.database = database;
        this.issuer = issuer;
    }

    void pass(Duration passed) {
        now = now.plus(passed);
    }

    InstantSource time() {
        return () -> now;
    }

    static TokenCipher cipher() {
        return TokenCipher.of(ProjectedDatabase.KEYSET);
    }

    /** A session of Jonas that begins now, with a refresh token or without. */
    LoginSession session(@Nullable String refresh) {
        return LoginSession.begin(
                new Caller(
                        Caller.Kind.PERSON,
                        JONAS.id(),
                        JONAS.name(),
                        JONAS.tenant(),
                        Role.AGENT.scopes(),
                        null),
                new LoginTokens(
                        issuer.accessToken(JONAS), now, now.plus(LIFE), refresh, "identity"));
    }

    /** The table, as one instance has it. */
    SessionTable table() {
        return new SessionTable(database, cipher(), settings(), time());
    }

    /** The renewal, as one instance has it. */
    TokenRenewal renewal() {
        AccessSettings access = access();
        return new TokenRenewal(
                new OpenIdIssuer(access, settings(), time()),
                new PersonReader(List.of(reader())),
                table(),
                settings(),
                time());
    }

    /** Reads the claims; that the signature is judged is access-edge's own promise. */
    private BearerReader reader() {
        return new BearerReader() {
            @Override
            public boolean reads(String bearer) {
                return true;
            }

            @Override
            public Mono<Void> awaitEnd(String bearer) {
                return Mono.never();
            }

            @Override
            public Mono<Caller> read(String bearer) {
                try {
                    var claims =
                            com.nimbusds.jwt.SignedJWT.parse(bearer).getJWTClaimsSet().getClaims();
                    return Mono.just(
                            new dev.coexistence.access.token.TokenClaims(access())
                                    .callerOf(claims, bearer));
                } catch (AccessRefusal refusal) {
                    return Mono.error(refusal);
                } catch (java.text.ParseException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private AccessSettings access() {
        return new Binder(
                        new MapConfigurationPropertySource(
                                Map.of("access.issuer", issuer.url(), "access.open", "false")))
                .bind("access", AccessSettings.class)
                .get();
    }

    static LoginSettings settings() {
        return new LoginSettings(
                "inbox",
                LoginIssuer.SECRET,
                List.of("openid", "profile"),
                null,
                Duration.ofHours(2),
                Duration.ofHours(12),
                Duration.ofSeconds(5));
    }
}
