package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.access.Role;
import dev.coexistence.conversation.live.OpenStream;
import dev.coexistence.conversation.login.LoginIssuer;
import dev.coexistence.conversation.login.LoginIssuer.Person;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Streams of a person's pages on two instances, when the session ends. */
class SessionStreamIT {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStreamIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final ProjectedDatabase DATABASE =
            ProjectedDatabase.fresh("streams", InstantSource.system());
    private static final LoginIssuer ISSUER = LoginIssuer.start();
    private static final ConfigurableApplicationContext FIRST = instance();
    private static final ConfigurableApplicationContext SECOND = instance();

    @AfterAll
    static void stop() {
        FIRST.close();
        SECOND.close();
        ISSUER.close();
        DATABASE.close();
    }

    @BeforeEach
    void admit() {
        ISSUER.admit(new Person("jonas", "Jonas Berg", "default", Role.AGENT));
    }

    @Test
    void aLogOutOnOneInstanceEndsThemOnBothAndNobodyElses() {
        PageSession person = logIn(FIRST);
        PageSession other = logIn(SECOND);
        try (OpenStream here = listen(FIRST, person);
                OpenStream there = listen(SECOND, person);
                OpenStream others = listen(FIRST, other)) {
            person.get("/");
            assertThat(person.send("/logout", Map.of()).status()).isEqualTo(303);
            Instant out = InstantSource.system().instant();

            await().atMost(PATIENCE).until(() -> here.hasEnded() && there.hasEnded());
            LOG.info(
                    "FIGURE streams of both instances ended {} ms after the log-out",
                    Duration.between(out, InstantSource.system().instant()).toMillis());
            assertThat(others.hasEnded()).isFalse();
            assertThat(here.lines()).noneMatch(line -> line.contains("moved"));
            try (OpenStream again = listen(SECOND, person.cookies())) {
                assertThat(again.status()).isEqualTo(401);
            }
        }
    }

    @Test
    void aSessionThatIsOverEndsThem() {
        ConfigurableApplicationContext brief = instance("--login.end-after=4s");
        PageSession person = logIn(brief);
        try (OpenStream stream = listen(brief, person)) {
            await().atMost(PATIENCE).until(stream::hasEnded);
        } finally {
            brief.close();
        }
    }

    @Test
    void proxiesHandOnEachEventAtOnceAndKeepNothing() {
        try (OpenStream stream = listen(FIRST, logIn(FIRST))) {
            assertThat(stream.headers().firstValue("X-Accel-Buffering")).contains("no");
            assertThat(stream.headers().firstValue("Cache-Control"))
                    .hasValueSatisfying(
                            value -> assertThat(value).contains("no-store", "no-transform"));
            assertThat(stream.headers().firstValue("Connection")).contains("close");
            assertThat(stream.headers().firstValue("Content-Encoding")).isEmpty();
        }
    }

    private static OpenStream listen(ConfigurableApplicationContext at, PageSession person) {
        OpenStream stream = listen(at, person.cookies());
        await().atMost(PATIENCE).until(() -> stream.lines().contains("event:alive"));
        return stream;
    }

    private static OpenStream listen(
            ConfigurableApplicationContext at, Map<String, String> cookies) {
        List<String> all =
                cookies.entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .toList();
        return OpenStream.of(
                root(at) + "/live",
                all.isEmpty() ? Map.of() : Map.of("Cookie", String.join("; ", all)));
    }

    private static PageSession logIn(ConfigurableApplicationContext at) {
        var person = new PageSession(root(at));
        assertThat(person.follow("/").status()).isEqualTo(200);
        return person;
    }

    private static ConfigurableApplicationContext instance(String... settings) {
        return PageFixture.start(
                0,
                DATABASE,
                Stream.of(settings, ISSUER.arguments()).flatMap(Stream::of).toArray(String[]::new));
    }

    private static String root(ConfigurableApplicationContext context) {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return "http://127.0.0.1:" + (server == null ? 0 : server.getPort());
    }
}
