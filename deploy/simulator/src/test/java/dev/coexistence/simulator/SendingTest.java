package dev.coexistence.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.simulator.number.CustomerIds;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.number.WindowReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendingTest {
    private static final String ANA = "+15550100999";

    private final AtomicLong nanos = new AtomicLong(1);
    private final Simulator meta =
            Simulator.start(SimulatorSettings.defaults().withTicker(nanos::get));
    private final SimulatedNumber shop =
            meta.addNumber(NumberSpec.coexistence("+1 555 010 0200").withWindowAlwaysOpen());
    private final Graph graph = new Graph(meta, meta.tokenOf(shop));

    @AfterEach
    void stop() {
        meta.close();
    }

    @Test
    void acceptsAsMetaDoes() {
        Graph.Result sent = graph.text(shop, ANA, "cmd-1");

        assertThat(sent.status()).isEqualTo(200);
        assertThat(sent.body().path("messaging_product").asString()).isEqualTo("whatsapp");
        assertThat(sent.body().at("/contacts/0/input").asString()).isEqualTo(ANA);
        assertThat(sent.body().at("/contacts/0/wa_id").asString()).isEqualTo("15550100999");
        assertThat(sent.wamid()).startsWith("wamid.");
        assertThat(meta.arrivals(shop.phoneNumberId()))
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.callbackData()).isEqualTo("cmd-1");
                    assertThat(a.wamid()).isEqualTo(sent.wamid());
                    assertThat(a.status()).isEqualTo(200);
                });
        assertThat(meta.sentBody(sent.wamid()).orElseThrow()).contains("hello");
    }

    @Test
    void theTwentyFirstInASecondIsRefusedAndDoesNotCount() {
        for (int i = 0; i < 20; i++) {
            assertThat(graph.text(shop, ANA + i, "").status()).isEqualTo(200);
        }

        Graph.Result refused = graph.text(shop, ANA, "");
        nanos.addAndGet(999_999_999);
        int stillRefused = graph.text(shop, ANA, "").code();
        nanos.incrementAndGet();
        int afterASecond = graph.text(shop, ANA, "").status();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo(130429);
        assertThat(refused.body().at("/error/error_data/details").asString())
                .isEqualTo("Cloud API message throughput has been reached.");
        assertThat(refused.body().at("/error/type").asString()).isEqualTo("OAuthException");
        assertThat(refused.body().at("/error/fbtrace_id").asString()).isNotEmpty();
        assertThat(stillRefused).isEqualTo(130429);
        assertThat(afterASecond).isEqualTo(200);
        WindowReport report = meta.window(shop.phoneNumberId());
        assertThat(report.worstAccepted()).isEqualTo(20);
        assertThat(report.worstSecond()).isEqualTo(22);
    }

    @Test
    void inboundMessagesAndEchoesUseUpTheBudget() {
        meta.phone(shop).customerWrites(ANA, "hi");
        meta.phone(shop).ownerWrites(ANA, "hi");
        int accepted = 0;
        for (int i = 0; i < 20; i++) {
            accepted += graph.text(shop, ANA + i, "").status() == 200 ? 1 : 0;
        }

        assertThat(accepted).isEqualTo(18);
    }

    @Test
    void aFullMigrationNumberHasEightyAndALevelCanChangeUnannounced() {
        SimulatedNumber big = meta.addNumber(NumberSpec.fullMigration("+15550100300"));
        Graph token = new Graph(meta, meta.tokenOf(big));
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < 81; i++) {
            codes.add(token.template(big, ANA + i).code());
        }
        meta.setBudget(big.phoneNumberId(), 81);

        assertThat(codes.subList(0, 80)).containsOnly(0);
        assertThat(codes.get(80)).isEqualTo(130429);
        assertThat(token.template(big, ANA).status()).isEqualTo(200);
    }

    @Test
    void aPairHasABurstOfFortyFiveThenOnePerSixSeconds() {
        meta.setBudget(shop.phoneNumberId(), 1000);
        for (int i = 0; i < 45; i++) {
            assertThat(graph.text(shop, ANA, "").status()).isEqualTo(200);
        }

        assertThat(graph.text(shop, ANA, "").code()).isEqualTo(131056);
        assertThat(graph.text(shop, "+15550100998", "").status()).isEqualTo(200);
        meta.clock().advance(Duration.ofSeconds(6));
        assertThat(graph.text(shop, ANA, "").status()).isEqualTo(200);
        assertThat(graph.text(shop, ANA, "").code()).isEqualTo(131056);
    }

    @Test
    void freeFormNeedsTheCustomersWindow() {
        SimulatedNumber strict = meta.addNumber(NumberSpec.coexistence("+15550100201"));
        Graph token = new Graph(meta, meta.tokenOf(strict));

        assertThat(token.text(strict, ANA, "").code()).isEqualTo(131047);
        assertThat(token.template(strict, ANA).status()).isEqualTo(200);
        meta.phone(strict).ownerWrites(ANA, "from the app");
        assertThat(token.text(strict, ANA, "").code()).as("echoes open nothing").isEqualTo(131047);
        meta.phone(strict).customerWrites(ANA, "hi");
        assertThat(token.text(strict, ANA, "").status()).isEqualTo(200);
        meta.clock().advance(Duration.ofHours(24));
        assertThat(token.text(strict, ANA, "").code()).isEqualTo(131047);
    }

    @Test
    void aUserIdIsAsGoodAsAPhoneNumber() {
        String userId = CustomerIds.userId(ANA);

        Graph.Result sent =
                graph.post(
                        "/v25.0/" + shop.phoneNumberId() + "/messages",
                        """
                        {"messaging_product":"whatsapp","recipient":"%s","type":"text",
                         "text":{"body":"hello"}}\
                        """
                                .formatted(userId));

        assertThat(sent.body().at("/contacts/0/user_id").asString()).isEqualTo(userId);
        assertThat(meta.arrivals().getFirst().to()).isEqualTo("15550100999");
    }

    @Test
    void refusesAWrongTokenAndAnothersNumber() {
        SimulatedNumber other = meta.addNumber(NumberSpec.coexistence("+15550100202"));

        Graph.Result wrong = new Graph(meta, "nonsense").text(shop, ANA, "");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo(190);
        assertThat(graph.text(other, ANA, "").code()).isEqualTo(200);
        assertThat(meta.arrivals()).isEmpty();
    }

    @Test
    void refusesWhatMakesNoSense() {
        String path = "/v25.0/" + shop.phoneNumberId() + "/messages";
        List<String> bodies =
                List.of(
                        "",
                        "nonsense",
                        "[]",
                        "{}",
                        "{\"messaging_product\":\"whatsapp\"}",
                        "{\"messaging_product\":\"whatsapp\",\"to\":\"+15550100999\"}",
                        """
                        {"messaging_product":"whatsapp","to":"x","type":"text",
                         "text":{"body":"a"}}\
                        """,
                        """
                        {"messaging_product":"whatsapp","to":"+15550100999","type":"song",
                         "song":{"body":"a"}}\
                        """,
                        """
                        {"messaging_product":"whatsapp","to":"+15550100999","type":"text",
                         "text":{"body":"%s"}}\
                        """
                                .formatted("a".repeat(4097)),
                        """
                        {"messaging_product":"whatsapp","to":"+15550100999","type":"template",
                         "template":{"name":"x"}}\
                        """);

        for (String body : bodies) {
            Graph.Result refused = graph.post(path, body);
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.code()).as(body).isEqualTo(100);
        }
        assertThat(meta.arrivals()).isEmpty();
    }

    @Test
    void markAsReadIsNoArrival() {
        Graph.Result read =
                graph.post(
                        "/v25.0/" + shop.phoneNumberId() + "/messages",
                        """
                        {"messaging_product":"whatsapp","status":"read","message_id":"wamid.x"}\
                        """);

        assertThat(read.body().path("success").asBoolean()).isTrue();
        assertThat(meta.arrivals()).isEmpty();
    }

    @Test
    void sendsFailWhileOffboardedAndAfterRemoval() {
        meta.phone(shop).changesDevice();
        assertThat(graph.text(shop, ANA, "").code()).isEqualTo(133010);
        meta.phone(shop).reconnects();
        assertThat(graph.text(shop, ANA, "").status()).isEqualTo(200);
        meta.phone(shop).disconnects("ACCOUNT_DISCONNECTED", "BUSINESS");
        assertThat(graph.text(shop, ANA, "").code()).isEqualTo(133010);
    }

    @Test
    void aRestrictedNumberIsRefusedWithItsCode() {
        for (int code : new int[] {131031, 131042, 133010, 190}) {
            meta.restrict(shop.phoneNumberId(), code);

            Graph.Result refused = graph.text(shop, ANA, "");

            assertThat(refused.code()).isEqualTo(code);
        }
        meta.restrict(shop.phoneNumberId(), 0);
        assertThat(graph.text(shop, ANA, "").status()).isEqualTo(200);
    }
}
