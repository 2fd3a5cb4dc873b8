package dev.coexistence.conversation.page;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What the browser tests stand on: the page over a read model in memory, started once. */
@ExtendWith(Chromium.class)
class PageInBrowser {
    static final String SHOP = "900000000000123";
    static final String ONLINE = "900000000000456";

    private static @Nullable Running running;

    private record Running(
            ConfigurableApplicationContext context, FakeServices services, FakeInbox inbox) {}

    @BeforeEach
    void forget() {
        running().inbox().forget();
        running().services().forget();
        outgoing().forget();
        inbox().number(SHOP, "Blumen Vidal", "CONNECTED", "COEXISTENCE");
        inbox().number(ONLINE, "Vidal Online Shop", "CONNECTED", "FULL_MIGRATION");
    }

    static FakeInbox inbox() {
        return running().inbox();
    }

    static FakeOutgoing outgoing() {
        return running().context().getBean(FakeOutgoing.class);
    }

    static FakeServices services() {
        return running().services();
    }

    static String base() {
        var server = ((WebServerApplicationContext) running().context()).getWebServer();
        return "http://127.0.0.1:" + (server == null ? 0 : server.getPort());
    }

    private static synchronized Running running() {
        Running known = running;
        if (known == null) {
            var services = new FakeServices();
            var context =
                    PageFixture.start(
                            0,
                            "--page.connection-url=" + services.url(),
                            "--page.dispatch-url=" + services.url(),
                            "--page.ingest-url=" + services.url(),
                            "--page.answer-within=20s");
            known = new Running(context, services, context.getBean(FakeInbox.class));
            running = known;
            Runtime.getRuntime().addShutdownHook(new Thread(services::close));
        }
        return known;
    }
}
