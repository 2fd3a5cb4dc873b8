package dev.coexistence.conversation.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.Role;
import dev.coexistence.conversation.login.LoginIssuer.Person;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class TokenRenewalIT {
    private static final Duration LIFE = Duration.ofMinutes(4);

    @RegisterExtension static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("renewal");

    private final LoginIssuer issuer = LoginIssuer.start();
    private final SessionParts parts = new SessionParts(DATABASE.jdbc(), issuer);

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
        LoginSession session = parts.session(issuer.refreshToken(SessionParts.JONAS));
        parts.table().insert(id, session);

        assertThat(parts.table().use(id)).contains(session);
        assertThat(parts.table().use(SessionId.generate())).isEmpty();
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
        assertThat(parts.table().use(new SessionId("A".repeat(43)))).isEmpty();
        assertThat(session + " " + id + session.tokens())
                .doesNotContain(id.secret(), session.tokens().access(), session.formToken());
    }

    @Test
    void aSessionEndsWhenItIsNotUsedAndAfterADayOfWork() {
        var idle = SessionId.generate();
        var used = SessionId.generate();
        parts.table().insert(idle, parts.session(null));
        parts.table().insert(used, parts.session(null));

        for (int hour = 1; hour < 12; hour++) {
            parts.pass(Duration.ofHours(1));
            assertThat(parts.table().use(used)).isPresent();
        }
        assertThat(parts.table().use(idle)).isEmpty();
        parts.pass(Duration.ofMinutes(61));
        assertThat(parts.table().use(used)).isEmpty();
        parts.table().insert(SessionId.generate(), parts.session(null));
        assertThat(DATABASE.jdbc().queryForList("select 1 from page_session")).hasSize(1);
    }

    @Test
    void aTokenIsRenewedOnceHoweverManyAskOnTwoInstances() {
        var id = SessionId.generate();
        parts.table().insert(id, parts.session(issuer.refreshToken(SessionParts.JONAS)));
        TokenRenewal one = parts.renewal();
        TokenRenewal other = parts.renewal();
        LoginSession old = parts.table().look(id).orElseThrow();
        assertThat(one.renewIfDue(id, old).block()).isSameAs(old);

        parts.pass(LIFE);
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
        assertThat(parts.table().look(id)).contains(Objects.requireNonNull(renewed).getFirst());
    }

    @Test
    void aSessionGoesOnWhileTheIssuerIsAway() {
        var id = SessionId.generate();
        LoginSession session = parts.session(issuer.refreshToken(SessionParts.JONAS));
        parts.table().insert(id, session);
        TokenRenewal renewal = parts.renewal();
        issuer.goAway();
        parts.pass(LIFE.plus(LIFE));

        assertThat(renewal.renewIfDue(id, session).block()).isEqualTo(session);
        assertThat(renewal.renewIfDue(id, session).block()).isEqualTo(session);

        issuer.comeBack();
        parts.pass(Duration.ofMinutes(1));
        assertThat(renewal.renewIfDue(id, session).block()).isNotNull().isNotEqualTo(session);
    }

    @Test
    void aSessionEndsWhereTheIssuerRefusesOrThePersonHasNoPlaceAnyMore() {
        var refused = SessionId.generate();
        parts.table().insert(refused, parts.session(issuer.refreshToken(SessionParts.JONAS)));
        var moved = SessionId.generate();
        var stranger = new Person("jonas", "Jonas Berg", null, Role.AGENT);
        parts.table().insert(moved, parts.session(issuer.refreshToken(stranger)));
        var without = SessionId.generate();
        parts.table().insert(without, parts.session(null));
        TokenRenewal renewal = parts.renewal();
        parts.pass(LIFE);

        assertThat(renewal.renewIfDue(moved, parts.table().look(moved).orElseThrow()).block())
                .isNull();
        assertThat(renewal.renewIfDue(without, parts.table().look(without).orElseThrow()).block())
                .isNull();
        issuer.forgetEverybody();
        assertThat(renewal.renewIfDue(refused, parts.table().look(refused).orElseThrow()).block())
                .isNull();
        assertThat(DATABASE.jdbc().queryForList("select 1 from page_session")).isEmpty();
    }

    @Test
    void thePersonMayWhatTheNewTokenSays() {
        var id = SessionId.generate();
        var promoted = new Person("jonas", "Jonas Berg-Lind", "default", Role.OWNER);
        LoginSession session = parts.session(issuer.refreshToken(promoted));
        parts.table().insert(id, session);
        parts.pass(LIFE);

        LoginSession renewed =
                Objects.requireNonNull(parts.renewal().renewIfDue(id, session).block());

        assertThat(renewed.caller().name()).isEqualTo("Jonas Berg-Lind");
        assertThat(renewed.caller().scopes()).isEqualTo(Role.OWNER.scopes());
    }
}
