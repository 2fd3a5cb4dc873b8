package dev.coexistence.conversation.login;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class TokenRenewalIT {
    private static final Duration LIFE = Duration.ofMinutes(4);

    @RegisterExtension static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("renewal");

    private final Person person = new Person("jonas", "Jonas Berg", "default", Role.AGENT);
    private volatile Instant now = Instant.parse("2026-11-29T09:00:00Z");
    private LoginIssuer issuer = LoginIssuer.start();

    @BeforeEach
    void clear() {
        DATABASE.jdbc().execute("truncate page_session");
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void theTableTellsNobodyTheSession() {
        var id = SessionId.generate();
        LoginSession session = session(issuer.refreshToken(person));
        table().insert(id, session);

        assertThat(table().use(id)).contains(session);
        assertThat(table().use(SessionId.generate())).isEmpty();
        String row =
                DATABASE.jdbc()
                        .queryForObject(
                                "select encode(id_hash, 'escape') || encode(content, 'escape') from page_session",
                                String.class);
        assertThat(row)
                .doesNotContain(
                        id.secret(), "Jonas", session.tokens().access(), session.formToken());
        DATABASE.jdbc()
                .update(
                        "update page_session set id_hash = ?",
                        (Object) new SessionId("A".repeat(43)).hash());
        assertThat(table().use(new SessionId("A".repeat(43)))).isEmpty();
        assertThat(session + " " + id + session.tokens())
                .doesNotContain(id.secret(), session.tokens().access(), session.formToken());
    }

    @Test
    void aSessionEndsWhenItIsNotUsedAndAfterADayOfWork() {
        var idle = SessionId.generate();
        var used = SessionId.generate();
        table().insert(idle, session(null));
        table().insert(used, session(null));

        for (int hour = 1; hour < 12; hour++) {
            now = now.plus(Duration.ofHours(1));
            assertThat(table().use(used)).isPresent();
        }
        assertThat(table().use(idle)).isEmpty();
        now = now.plus(Duration.ofMinutes(61));
        assertThat(table().use(used)).isEmpty();
        table().insert(SessionId.generate(), session(null));
        assertThat(DATABASE.jdbc().queryForList("select 1 from page_session")).hasSize(1);
    }

    @Test
    void aTokenIsRenewedOnceHoweverManyAskOnTwoInstances() {
        var id = SessionId.generate();
        table().insert(id, session(issuer.refreshToken(person)));
        TokenRenewal one = renewal();
        TokenRenewal other = renewal();
        LoginSession old = table().look(id).orElseThrow();
        assertThat(one.renewIfDue(id, old).block()).isSameAs(old);

        now = now.plus(LIFE);
        List<LoginSession> renewed =
                Flux.fromStream(IntStream.range(0, 20).boxed())
                        .flatMap(i ->
                                Mono.defer(() -> (i % 2 == 0 ? one : other).renewIfDue(id, old))
                                        .subscribeOn(Schedulers.boundedElastic()))
                        .collectList()
                        .block(Duration.ofSeconds(20));

        assertThat(issuer.renewals()).isEqualTo(1);
        assertThat(renewed).hasSize(20);
        assertThat(Set.copyOf(renewed)).hasSize(1).doesNotContain(old);
        assertThat(Objects.requireNonNull(renewed).getFirst().formToken())
                .isEqualTo(old.formToken());
        assertThat(table().look(id)).contains(Objects.requireNonNull(renewed).getFirst());
    }

    @Test
    void aSessionGoesOnWhileTheIssuerIsAway() {
        var id = SessionId.generate();
        LoginSession session = session(issuer.refreshToken(person));
        table().insert(id, session);
        TokenRenewal renewal = renewal();
        issuer.goAway();
        now = now.plus(LIFE).plus(LIFE);

        assertThat(renewal.renewIfDue(id, session).block()).isEqualTo(session);
        assertThat(renewal.renewIfDue(id, session).block()).isEqualTo(session);

        issuer.comeBack();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(renewal.renewIfDue(id, session).block()).isNotNull().isNotEqualTo(session);
    }

    @Test
    void aSessionEndsWhereTheIssuerRefusesOrThePersonHasNoPlaceAnyMore() {
        var refused = SessionId.generate();
        table().insert(refused, session(issuer.refreshToken(person)));
        var moved = SessionId.generate();
        var stranger = new Person("jonas", "Jonas Berg", null, Role.AGENT);
        table().insert(moved, session(issuer.refreshToken(stranger)));
        var without = SessionId.generate();
        table().insert(without, session(null));
        TokenRenewal renewal = renewal();
        now = now.plus(LIFE);

        assertThat(renewal.renewIfDue(moved, table().look(moved).orElseThrow()).block()).isNull();
        assertThat(renewal.renewIfDue(without, table().look(without).orElseThrow()).block())
                .isNull();
        issuer.forgetEverybody();
        assertThat(renewal.renewIfDue(refused, table().look(refused).orElseThrow()).block())
                .isNull();
        assertThat(DATABASE.jdbc().queryForList("select 1 from page_session")).isEmpty();
    }

    @Test
    void thePersonMayWhatTheNewTokenSays() {
        var id = SessionId.generate();
        var promoted = new Person("jonas", "Jonas Berg-Lind", "default", Role.OWNER);
        LoginSession session = session(issuer.refreshToken(promoted));
        table().insert(id, session);
        now = now.plus(LIFE);

        LoginSession renewed = Objects.requireNonNull(renewal().renewIfDue(id, session).block());

        assertThat(renewed.caller().name()).isEqualTo("Jonas Berg-Lind");
        assertThat(renewed.caller().scopes()).isEqualTo(Role.OWNER.scopes());
    }

    private LoginSession session(@Nullable String refresh) {
        return LoginSession.begin(
                new Caller(
                        Caller.Kind.PERSON,
                        person.id(),
                        person.name(),
                        person.tenant(),
                        Role.AGENT.scopes(),
                        null),
                new LoginTokens(
                        issuer.accessToken(person), now, now.plus(LIFE), refresh, "identity"));
    }

    private SessionTable table() {
        return new SessionTable(
                DATABASE.jdbc(), TokenCipher.of(ProjectedDatabase.KEYSET), settings(), () -> now);
    }

    private TokenRenewal renewal() {
        AccessSettings access = access();
        InstantSource time = () -> now;
        return new TokenRenewal(
                new OpenIdIssuer(access, settings(), time),
                new PersonReader(List.of(reader())),
                table(),
                settings(),
                time);
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

    private static LoginSettings settings() {
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
