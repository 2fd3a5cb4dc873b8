package dev.coexistence.conversation.page;

import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.conversation.webhook.WebhookEndpoints;
import dev.coexistence.schemas.TokenCipher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The page over its real read model, started once for all browser tests. */
@ExtendWith(Chromium.class)
class PageInBrowser {
    static final String SHOP = "900000000000123";
    static final String ONLINE = "900000000000456";
    private static final String TEMPLATES =
            """
            {"data": [
              {"name": "hello", "language": "de", "status": "APPROVED",
               "components": [{"type": "BODY", "text": "Guten Tag"}]},
              {"name": "order_update", "language": "en", "status": "APPROVED",
               "components": [{"type": "HEADER", "format": "TEXT", "text": "News of your order"},
                 {"type": "BODY", "text": "Hello {{1}}, your order {{2}} is ready."},
                 {"type": "FOOTER", "text": "Reply STOP to end"},
                 {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "I will come"},
                   {"type": "URL", "text": "Track it", "url": "https://shop.example/t/{{1}}"}]}]}]}
            """;
    private static @Nullable Running running;

    private record Running(
            ConfigurableApplicationContext context, FakeServices services, SeededInbox inbox) {}

    @BeforeEach
    void clear() {
        inbox().clear();
        services().forget();
        for (String number : List.of(SHOP, ONLINE)) {
            services().answer("GET /v25.0/2000" + number + "/message_templates", 200, TEMPLATES);
        }
        inbox().number(SHOP, "Blumen Vidal", "CONNECTED", "COEXISTENCE");
        inbox().number(ONLINE, "Vidal Online Shop", "CONNECTED", "FULL_MIGRATION");
    }

    static SeededInbox inbox() {
        return running().inbox();
    }

    static WebhookEndpoints endpoints() {
        return running().context().getBean(WebhookEndpoints.class);
    }

    static FakeServices services() {
        return running().services();
    }

    /** Change streams that are open now. */
    static int listeners() {
        return (int)
                running()
                        .context()
                        .getBean(MeterRegistry.class)
                        .get("whatsapp.conversation.live.streams")
                        .gauge()
                        .value();
    }

    static String base() {
        var server = ((WebServerApplicationContext) running().context()).getWebServer();
        return "http://127.0.0.1:" + (server == null ? 0 : server.getPort());
    }

    private static synchronized Running running() {
        Running known = running;
        if (known == null) {
            var services = new FakeServices();
            var database = ProjectedDatabase.fresh("page", InstantSource.system());
            var context =
                    PageFixture.start(
                            0,
                            database,
                            "--page.connection-url=" + services.url(),
                            "--page.dispatch-url=" + services.url(),
                            "--page.ingest-url=" + services.url(),
                            "--meta.graph-url=" + services.url(),
                            "--page.answer-within=20s");
            var inbox =
                    new SeededInbox(
                            database, context.getBean(TokenCipher.class), InstantSource.system());
            services.handle("POST /v1/messages", inbox::dispatch);
            known = new Running(context, services, inbox);
            running = known;
            Runtime.getRuntime().addShutdownHook(new Thread(services::close));
        }
        return known;
    }
}
