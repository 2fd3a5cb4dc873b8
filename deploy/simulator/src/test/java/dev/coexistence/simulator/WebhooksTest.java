package dev.coexistence.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.phone.Phone;
import dev.coexistence.simulator.webhook.DeliveryPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhooksTest {
    private static final String ANA = "+15550100999";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final DeliveryPlan FAST =
            DeliveryPlan.defaults()
                    .withRetries(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofDays(7));
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Receiver app = new Receiver();
    private final Simulator meta = Simulator.start(SimulatorSettings.defaults().withDelivery(FAST));
    private final SimulatedNumber shop =
            meta.addNumber(NumberSpec.coexistence("+15550100200").withWindowAlwaysOpen());
    private final Phone phone = meta.phone(shop);

    WebhooksTest() {
        meta.deliverTo(app.uri());
    }

    @AfterEach
    void stop() {
        meta.close();
        app.close();
    }

    @Test
    void signsTheBytesItSendsAndEscapesThemAsMetaDoes() throws Exception {
        phone.customerWrites(ANA, "grün a/b 👍");

        Receiver.Post post = only();

        assertThat(post.text()).contains("gr\\u00fcn a\\/b \\ud83d\\udc4d");
        assertThat(post.signature()).isEqualTo("sha256=" + hmac(post.body()));
    }

    @Test
    void anInboundMessageHasMetasShape() throws Exception {
        String wamid = phone.customerWrites(ANA, "hello");

        JsonNode change = change(only());

        assertThat(change.path("field").asString()).isEqualTo("messages");
        JsonNode value = change.path("value");
        assertThat(value.at("/metadata/phone_number_id").asString())
                .isEqualTo(shop.phoneNumberId());
        assertThat(value.at("/contacts/0/wa_id").asString()).isEqualTo("15550100999");
        JsonNode message = value.at("/messages/0");
        assertThat(message.path("id").asString()).isEqualTo(wamid);
        assertThat(message.path("from").asString()).isEqualTo("15550100999");
        assertThat(message.at("/text/body").asString()).isEqualTo("hello");
        assertThat(message.path("timestamp").isString()).isTrue();
    }

    @Test
    void anEchoNamesTheShopAsSender() throws Exception {
        phone.ownerWrites(ANA, "on my way");

        JsonNode change = change(only());

        assertThat(change.path("field").asString()).isEqualTo("smb_message_echoes");
        JsonNode echo = change.at("/value/message_echoes/0");
        assertThat(echo.path("from").asString()).isEqualTo("15550100200");
        assertThat(echo.path("to").asString()).isEqualTo("15550100999");
    }

    @Test
    void aUserWithAUsernameMayHideThePhoneNumber() throws Exception {
        phone.customerSends(new Phone.Sender(ANA, "Ana", "ana.v", true), text("hello"));

        String body = only().text();

        assertThat(body).contains("ana.v", "US.7").doesNotContain("wa_id", "\"from\"");
    }

    @Test
    void statusesCarryTheCallbackData() throws Exception {
        Graph graph = new Graph(meta, meta.tokenOf(shop));
        String wamid = graph.text(shop, ANA, "cmd-7").wamid();
        waitFor(2);
        phone.customerReads(wamid);
        phone.customerPlays(wamid);
        waitFor(4);

        List<JsonNode> statuses =
                app.posts().stream().map(p -> change(p).at("/value/statuses/0")).toList();

        assertThat(statuses)
                .extracting(s -> s.path("status").asString())
                .containsExactlyInAnyOrder("sent", "delivered", "read", "played");
        assertThat(statuses)
                .allSatisfy(s -> {
                    assertThat(s.path("id").asString()).isEqualTo(wamid);
                    assertThat(s.path("biz_opaque_callback_data").asString()).isEqualTo("cmd-7");
                });
        assertThat(app.posts().getFirst().text()).contains("pricing", "PMP", "contacts");
    }

    @Test
    void aMessageCanFailAfterItsAcceptance() throws Exception {
        meta.faults().add(Fault.failedStatus(131026));
        new Graph(meta, meta.tokenOf(shop)).text(shop, ANA, "cmd-8");
        waitFor(1);

        JsonNode status = change(only()).at("/value/statuses/0");

        assertThat(status.path("status").asString()).isEqualTo("failed");
        assertThat(status.at("/errors/0/code").asInt()).isEqualTo(131026);
        assertThat(status.path("biz_opaque_callback_data").asString()).isEqualTo("cmd-8");
        assertThat(only().text()).doesNotContain("contacts");
    }

    @Test
    void sendsAgainUntilTheAnswerIs200() throws Exception {
        app.answer(before -> before < 3 ? new int[] {503, 202, 404}[before] : 200);
        phone.customerWrites(ANA, "hello");
        assertThat(meta.awaitWebhooks(SOON)).isTrue();

        assertThat(app.posts()).hasSize(4);
        assertThat(app.posts()).extracting(Receiver.Post::text).containsOnly(only().text());
        assertThat(meta.webhookReport().delivered()).isEqualTo(1);
        assertThat(meta.webhookReport().retried()).isEqualTo(3);
    }

    @Test
    void givesUpWhenTheScriptedTimeIsOver() throws Exception {
        app.answer(_ -> 500);
        phone.customerWrites(ANA, "hello");
        meta.clock().advance(Duration.ofDays(8));

        assertThat(meta.awaitWebhooks(SOON)).isTrue();
        assertThat(meta.webhookReport().givenUp()).isEqualTo(1);
    }

    @Test
    void redeliversByteByByte() throws Exception {
        phone.customerWrites(ANA, "one");
        assertThat(meta.awaitWebhooks(SOON)).isTrue();

        assertThat(meta.redeliver(5)).isEqualTo(1);
        assertThat(meta.awaitWebhooks(SOON)).isTrue();

        assertThat(app.posts()).hasSize(2);
        assertThat(app.posts().get(0).body()).isEqualTo(app.posts().get(1).body());
    }

    @Test
    void batchesDuplicatesAndLosesTheOrderOnRequest() throws Exception {
        meta.setDelivery(
                FAST.withBatch(10, Duration.ofMillis(50))
                        .withDuplicates(1)
                        .withDelay(Duration.ZERO, Duration.ofMillis(50)));
        for (int i = 0; i < 35; i++) {
            phone.customerWrites(ANA, "message " + i);
        }
        assertThat(meta.awaitWebhooks(SOON)).isTrue();

        assertThat(app.posts()).hasSize(8);
        JsonNode first = MAPPER.readTree(app.posts().getFirst().body());
        assertThat(first.path("entry")).hasSize(1);
        long changes =
                app.posts().stream()
                        .mapToLong(p -> MAPPER.readTree(p.body()).at("/entry/0/changes").size())
                        .sum();
        assertThat(changes).isEqualTo(70);
    }

    @Test
    void aGhostIsReplacedUnderItsOwnWamid() throws Exception {
        meta.faults().add(Fault.of(Fault.Kind.GHOST).withDelay(Duration.ofMillis(20)));
        String wamid = phone.customerWrites(ANA, "the real one");
        waitFor(2);

        List<JsonNode> messages =
                app.posts().stream().map(p -> change(p).at("/value/messages/0")).toList();

        assertThat(messages).extracting(m -> m.path("id").asString()).containsExactly(wamid, wamid);
        assertThat(messages.get(0).path("type").asString()).isEqualTo("unsupported");
        assertThat(messages.get(0).at("/errors/0/code").asInt()).isEqualTo(131060);
        assertThat(messages.get(1).at("/text/body").asString()).isEqualTo("the real one");
    }

    @Test
    void editsRevokesAndReactionsPointAtTheirMessage() throws Exception {
        String wamid = phone.customerWrites(ANA, "helo");
        phone.customerEdits(ANA, wamid, "hello");
        phone.customerRevokes(ANA, wamid);
        phone.ownerReacts(ANA, wamid, "👍");
        waitFor(4);

        String all = String.join("\n", app.accepted());

        assertThat(all)
                .contains(
                        "\"edit\":{\"original_message_id\":\"" + wamid,
                        "\"revoke\":{\"original_message_id\":\"" + wamid,
                        "\"reaction\":{\"message_id\":\"" + wamid);
    }

    @Test
    void fourteenDaysWithoutTheAppEndTheLink() throws Exception {
        meta.clock().advance(Duration.ofDays(13));
        phone.opensApp();
        meta.clock().advance(Duration.ofDays(13));
        assertThat(shop.state()).isEqualTo(SimulatedNumber.State.CONNECTED);
        meta.clock().advance(Duration.ofDays(1));

        JsonNode change = change(only());

        assertThat(shop.state()).isEqualTo(SimulatedNumber.State.REMOVED);
        assertThat(change.path("field").asString()).isEqualTo("account_update");
        assertThat(change.at("/value/event").asString()).isEqualTo("PARTNER_REMOVED");
        assertThat(change.at("/value/disconnection_info/reason").asString())
                .isEqualTo("PRIMARY_INACTIVITY");
        assertThat(change.at("/value/disconnection_info/initiated_by").asString())
                .isEqualTo("SYSTEM");
        long time = MAPPER.readTree(only().body()).at("/entry/0/time").asLong();
        assertThat(time).isGreaterThanOrEqualTo(meta.clock().instant().getEpochSecond() - 5);
    }

    @Test
    void aChangeOfDeviceIsToldTwice() throws Exception {
        phone.changesDevice();
        phone.reconnects();
        waitFor(2);

        assertThat(app.accepted())
                .anySatisfy(b -> assertThat(b).contains("ACCOUNT_OFFBOARDED"))
                .anySatisfy(b -> assertThat(b).contains("ACCOUNT_RECONNECTED"));
    }

    @Test
    void nobodyIsToldWithoutASubscription() throws Exception {
        SimulatedNumber stranger = meta.addNumber(NumberSpec.onTheApp("+15550100400"));
        meta.signUp(stranger.phoneNumberId(), SignUpMode.COEXISTENCE);
        meta.phone(stranger).customerWrites(ANA, "hello");

        assertThat(meta.awaitWebhooks(SOON)).isTrue();
        assertThat(app.posts()).isEmpty();
    }

    @Test
    void metasChallengeIsMade() {
        assertThat(meta.verifyWebhook()).isTrue();
        meta.deliverTo(app.uri(), "secret", "another-token");
        assertThat(meta.verifyWebhook()).isFalse();
    }

    private static String text(String body) {
        return "{\"type\":\"text\",\"text\":{\"body\":\"" + body + "\"}}";
    }

    private static JsonNode change(Receiver.Post post) {
        return MAPPER.readTree(post.body()).at("/entry/0/changes/0");
    }

    private Receiver.Post only() throws InterruptedException {
        assertThat(meta.awaitWebhooks(SOON)).isTrue();
        return app.posts().getLast();
    }

    private void waitFor(int count) {
        await().until(() -> app.posts().size() >= count);
    }

    private static String hmac(byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(
                        "simulator-app-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }
}
