package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.conversation.live.OpenStream;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.TokenCipher;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** An instance stops while people look at its pages; another takes over. */
@ExtendWith(Chromium.class)
class HandoverIT {
    private static final String SHOP = "900000000000123";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern PAUSE = Pattern.compile("retry:(\\d+)");

    /** Every state that the sign of the live stream has had. */
    private static final String WATCH_SIGN =
            "window.signs = []; new MutationObserver(() => window.signs.push("
                    + "document.querySelector('#live').dataset.state))"
                    + ".observe(document.querySelector('#live'), {attributes: true})";

    private static final ProjectedDatabase DATABASE =
            ProjectedDatabase.fresh("handover", InstantSource.system());
    private static final FakeServices SERVICES = new FakeServices();
    private static final SeededInbox INBOX =
            new SeededInbox(
                    DATABASE, TokenCipher.of(ProjectedDatabase.KEYSET), InstantSource.system());

    @AfterAll
    static void close() {
        SERVICES.close();
        DATABASE.close();
    }

    @BeforeEach
    void clear() {
        INBOX.clear();
        INBOX.number(SHOP, "Blumen Vidal", "CONNECTED", "COEXISTENCE");
    }

    @Test
    void anOpenPageGoesOnAtTheOtherInstanceAndMissesNothing() {
        long ana = INBOX.conversation(SHOP, "Ana Vidal", "+15550100999");
        INBOX.say(INBOX.from(ana, "CUSTOMER").text("first"));
        ConfigurableApplicationContext stopping = instance();
        try (ConfigurableApplicationContext staying = instance();
                var wire = Wire.to(root(stopping));
                var visit = Visit.wide(wire.address())) {
            visit.open("/conversations/" + ana);
            visit.page().evaluate(WATCH_SIGN);

            wire.leadTo(root(staying));
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(stopping::close);
            INBOX.say(INBOX.from(ana, "APP").text("said during the handover"));

            visit.waitForText(".message .text", "said during the handover");
            await().atMost(PATIENCE).until(() -> listeners(staying) == 1);
            stopped.join();
            visit.waitFor("#live[data-state=on]");
            assertThat(visit.page().evaluate("window.signs.includes('lost')")).isEqualTo(false);
        } finally {
            stopping.close();
        }
    }

    @Test
    void eachListenerIsSentAwayWithAPauseOfItsOwn() {
        ConfigurableApplicationContext stopping = instance();
        List<OpenStream> all =
                java.util.stream.IntStream.range(0, 20)
                        .mapToObj(_ -> OpenStream.of(root(stopping) + "/live", Map.of()))
                        .toList();
        try {
            await().atMost(PATIENCE).until(() -> listeners(stopping) == all.size());
            stopping.close();

            await().atMost(PATIENCE).until(() -> all.stream().allMatch(OpenStream::hasEnded));
            List<String> pauses =
                    all.stream()
                            .map(stream -> String.join("\n", stream.lines()))
                            .map(PAUSE::matcher)
                            .map(found -> found.find() ? found.group(1) : "none")
                            .toList();
            assertThat(pauses).doesNotHaveDuplicates().doesNotContain("none");
            assertThat(all).allMatch(stream -> stream.lines().contains("event:moved"));
        } finally {
            all.forEach(OpenStream::close);
            stopping.close();
        }
    }

    private static int listeners(ConfigurableApplicationContext instance) {
        return (int)
                instance.getBean(MeterRegistry.class)
                        .get("whatsapp.conversation.live.streams")
                        .gauge()
                        .value();
    }

    private static ConfigurableApplicationContext instance() {
        return PageFixture.start(
                0,
                DATABASE,
                "--page.connection-url=" + SERVICES.url(),
                "--page.dispatch-url=" + SERVICES.url(),
                "--page.ingest-url=" + SERVICES.url(),
                "--meta.graph-url=" + SERVICES.url());
    }

    private static URI root(ConfigurableApplicationContext context) {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return URI.create("http://127.0.0.1:" + (server == null ? 0 : server.getPort()));
    }
}
