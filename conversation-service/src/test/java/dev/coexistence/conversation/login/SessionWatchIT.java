package dev.coexistence.conversation.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.access.Role;
import dev.coexistence.conversation.login.LoginIssuer.Person;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.HttpCookie;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

/** Requests that last, and sessions that end meanwhile. */
class SessionWatchIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("watch");

    private final LoginIssuer issuer = LoginIssuer.start();
    private final SessionParts parts = new SessionParts(DATABASE.jdbc(), issuer);
    private final SessionWatch watch = watch();
    private final List<SessionId> all = new ArrayList<>();

    @BeforeEach
    void clear() {
        DATABASE.jdbc().execute("truncate page_session");
    }

    @AfterEach
    void stop() {
        all.forEach(id -> parts.table().delete(id));
        issuer.close();
    }

    @Test
    void aLogOutOnAnyInstanceEndsTheRequestsOfThatSessionAlone() {
        SessionId one = begin(issuer.refreshToken(SessionParts.JONAS));
        SessionId other = begin(issuer.refreshToken(SessionParts.JONAS));
        var first = open(one);
        var second = open(one);
        var others = open(other);

        parts.table().delete(one);

        awaitEnd(first, second);
        assertThat(others).isNotDone();
    }

    @Test
    void aSessionThatNobodyUsesEndsItsRequests() {
        var idle = open(begin(null));

        parts.pass(Duration.ofHours(2).plusSeconds(1));

        awaitEnd(idle);
    }

    @Test
    void aPersonWhomTheIssuerLetsInNoMoreEndsWithTheAccessToken() {
        var gone = open(begin(issuer.refreshToken(SessionParts.JONAS)));
        issuer.forgetEverybody();

        parts.pass(SessionParts.LIFE);

        awaitEnd(gone);
    }

    @Test
    void aPersonWhoMaySomethingElseNowComesAnew() {
        var promoted = new Person("jonas", "Jonas Berg", "default", Role.OWNER);
        SessionId id = begin(issuer.refreshToken(promoted));
        var before = open(id);

        parts.pass(SessionParts.LIFE);

        awaitEnd(before);
        assertThat(parts.table().look(id).orElseThrow().caller().scopes())
                .isEqualTo(Role.OWNER.scopes());
    }

    @Test
    void neitherUseNorRenewalNorAnIssuerThatIsAwayEndsARequest() {
        SessionId renewed = begin(issuer.refreshToken(SessionParts.JONAS));
        var goesOn = open(renewed);
        parts.pass(SessionParts.LIFE);
        await().atMost(PATIENCE).until(() -> issuer.renewals() == 1);
        parts.pass(Duration.ofMinutes(2));
        assertThat(parts.table().use(renewed)).isPresent();
        issuer.goAway();
        parts.pass(SessionParts.LIFE);

        var witness = begin(null);
        var witnessed = open(witness);
        parts.table().delete(witness);

        awaitEnd(witnessed);
        assertThat(goesOn).isNotDone();
        issuer.comeBack();
    }

    private SessionId begin(@org.jspecify.annotations.Nullable String refresh) {
        SessionId id = SessionId.generate();
        parts.table().insert(id, parts.session(refresh));
        all.add(id);
        return id;
    }

    /** A request that lasts as long as the session lets it. */
    private CompletableFuture<?> open(SessionId id) {
        var exchange =
                MockServerWebExchange.from(
                        MockServerHttpRequest.get("/live")
                                .cookie(new HttpCookie("inbox-session", id.secret())));
        var source =
                new SessionCaller(
                        new SessionCookies(
                                SessionParts.settings(), SessionParts.cipher(), parts.time()),
                        parts.table(),
                        parts.renewal());
        assertThat(source.find(exchange).block()).isNotNull();
        return watch.whenOver(exchange).toFuture();
    }

    private SessionWatch watch() {
        var beans = new StaticListableBeanFactory();
        beans.addBean("table", parts.table());
        beans.addBean("renewal", parts.renewal());
        return new SessionWatch(
                beans.getBeanProvider(SessionTable.class),
                beans.getBeanProvider(TokenRenewal.class),
                parts.time());
    }

    private static void awaitEnd(CompletableFuture<?>... requests) {
        await().atMost(PATIENCE).until(() -> CompletableFuture.allOf(requests).isDone());
    }
}
