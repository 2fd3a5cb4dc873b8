package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.Role;
import dev.coexistence.conversation.login.LoginIssuer;
import dev.coexistence.conversation.login.LoginIssuer.Person;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.TokenCipher;
import java.time.InstantSource;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The page, closed, with an issuer at which people of every role log in. */
final class ClosedPage implements AutoCloseable {
    private final ProjectedDatabase database;
    private final LoginIssuer issuer = LoginIssuer.start();
    private final FakeServices services = new FakeServices();
    private final SeededInbox inbox;
    private final ConfigurableApplicationContext context;

    private ClosedPage(String name) {
        database = ProjectedDatabase.fresh(name, InstantSource.system());
        inbox =
                new SeededInbox(
                        database, TokenCipher.of(ProjectedDatabase.KEYSET), InstantSource.system());
        String[] own = {
            "--page.connection-url=" + services.url(),
            "--page.dispatch-url=" + services.url(),
            "--page.ingest-url=" + services.url(),
            "--meta.graph-url=" + services.url()
        };
        context =
                PageFixture.start(
                        0,
                        database,
                        Stream.of(own, issuer.arguments())
                                .flatMap(Stream::of)
                                .toArray(String[]::new));
    }

    static ClosedPage start(String name) {
        return new ClosedPage(name);
    }

    FakeServices services() {
        return services;
    }

    SeededInbox inbox() {
        return inbox;
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    String root() {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return "http://127.0.0.1:" + (server == null ? 0 : server.getPort());
    }

    /** Somebody of that role, logged in: an operator sees all tenants. */
    PageSession logIn(Role role) {
        issuer.admit(
                new Person(
                        role.name().toLowerCase(Locale.ROOT),
                        "Robin " + role,
                        role == Role.OPERATOR ? null : "default",
                        role));
        var person = new PageSession(root());
        assertThat(person.follow("/").status()).isEqualTo(200);
        return person;
    }

    @Override
    public void close() {
        context.close();
        services.close();
        issuer.close();
        database.close();
    }
}
