package dev.coexistence.conversation.webhook;

import static dev.coexistence.conversation.projection.Events.echo;
import static dev.coexistence.conversation.projection.Events.imported;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.phone;
import static dev.coexistence.conversation.projection.Events.result;
import static dev.coexistence.conversation.projection.Events.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.live.ChangeLog;
import dev.coexistence.conversation.projection.Events;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.conversation.reading.MessageReader;
import dev.coexistence.conversation.webhook.EndpointTable.Wanted;
import dev.coexistence.conversation.webhook.Receiver.Received;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.SendOutcomeKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries from a change in the database to a receiver that answers as it likes. */
class WebhookIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NUMBER = "900000000000001";
    private static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("webhooks");

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final InstantSource time = () -> InstantSource.system().instant().plus(ahead.get());
    private final WebhookSettings settings =
            new WebhookSettings(
                    true,
                    Set.of(),
                    List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)),
                    Duration.ofDays(5),
                    PATIENCE,
                    8,
                    Duration.ofDays(1));
    private final EndpointTable endpoints =
            new EndpointTable(DATABASE.jdbc(), TokenCipher.of(TokenCipher.newKeyset()), time);
    private final DeliveryTable deliveries = new DeliveryTable(DATABASE.jdbc());
    private final ChangeFeed feed = new ChangeFeed(DATABASE.jdbc());
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Receiver receiver = new Receiver();
    private final WebhookWorker worker;

    WebhookIT() throws IOException {
        var sender = new WebhookSender(new TargetCheck(settings), settings, time);
        worker =
                new WebhookWorker(
                        new FanOut(
                                DATABASE.jdbc(),
                                DATABASE.transaction(),
                                new ChangeLog(DATABASE.jdbc()),
                                new MessageReader(DATABASE.access()),
                                endpoints,
                                new NumberOwners(DATABASE.access(), true),
                                time),
                        new DeliveryService(
                                endpoints,
                                deliveries,
                                sender,
                                settings,
                                time,
                                new ConversationMetrics(new SimpleMeterRegistry()),
                                Traces.none()),
                        endpoints,
                        new StoredBodies(new MessageReader(DATABASE.access())),
                        feed,
                        settings);
    }

    @BeforeEach
    void start() {
        DATABASE.clear();
        DATABASE.jdbc().execute("delete from webhook_endpoint");
        worker.start();
        await().atMost(PATIENCE)
                .until(() ->
                        !DATABASE.jdbc().queryForList("select 1 from webhook_place").isEmpty());
    }

    @AfterEach
    void stop() {
        gate.countDown();
        worker.stop();
        receiver.close();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void signsWithBothSecretsAndKeepsTheOrderOfAConversation() throws Exception {
        var created = endpoints.create("default", wanted("/hook", "message.*"));
        long id = Long.parseLong(created.endpoint().id());
        String second = endpoints.rotate(id, Duration.ofDays(1));
        for (int i = 0; i < 20; i++) {
            DATABASE.project(List.of(echo(NUMBER, "w" + i, phone("15550100999"), "n" + i, i)));
        }
        feed.wake();

        received(20);

        for (int i = 0; i < 20; i++) {
            Received one = receiver.received().get(i);
            assertThat(one.body()).contains("message.echo");
            assertThat(one.says("n" + i)).isTrue();
        }
        for (String secret : List.of(created.secret(), second)) {
            Received one = receiver.received().getFirst();
            var headers =
                    Map.of(
                            "webhook-id", List.of(one.id()),
                            "webhook-signature", List.of(one.signature()),
                            "webhook-timestamp", List.of(one.timestamp()));
            new Webhook(secret).verify(one.body(), HttpHeaders.of(headers, (_, _) -> true));
        }
        ahead.set(Duration.ofHours(25));
        assertThat(endpoints.secrets(id)).containsExactly(second);
    }

    @Test
    void anEndpointGetsMetasOwnObjectWhereItAskedForIt() {
        String json =
                "{\"type\":\"order\", \"order\":{\"text\":\"\",\"product_items\":[{\"product_retailer_id\":"
                        + "\"SKU-9\",\"quantity\":2,\"item_price\":12.50,\"currency\":\"EUR\"}]}}";
        create("/plain", "message.inbound");
        endpoints.create(
                "default",
                new Wanted(
                        receiver.url("/verbatim"),
                        null,
                        List.of("message.inbound"),
                        List.of(),
                        true,
                        true));
        DATABASE.project(
                List.of(
                        Events.inboundOf(NUMBER, "w1", phone("15550100999"), "order", 1)
                                .setPreview("")
                                .setJson(json)
                                .build()));
        feed.wake();

        received(2);
        assertThat(receiver.at("/verbatim").getFirst().body()).contains("\"json\":" + json);
        assertThat(receiver.at("/plain").getFirst().body())
                .contains("\"productRetailerId\":\"SKU-9\"")
                .contains("\"text\":\"2 items, 25.00 EUR\"")
                .doesNotContain("\"json\"");
    }

    @Test
    void continuesTheTraceOfTheCommand() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        create("/hook", "message.*");
        DATABASE.project(
                List.of(
                        result(NUMBER, "c1", SendOutcomeKind.ACCEPTED, phone("15550100999"), 1)
                                .setWamid("w1")
                                .build()),
                Topics.SEND_RESULTS,
                trace);
        DATABASE.project(
                List.of(
                        status(NUMBER, "w1", "delivered", phone("15550100999"), 2)
                                .setCallbackData("c1")
                                .build()),
                Topics.MESSAGE_STATUSES,
                "00-00000000000000000000000000000001-0000000000000001-01");
        feed.wake();

        await().atMost(PATIENCE)
                .until(() ->
                        receiver.received().stream()
                                .anyMatch(one -> one.body().contains("message.status")));
        assertThat(receiver.received()).extracting(Received::traceparent).containsOnly(trace);
    }

    @Test
    void triesAgainWithTheSameIdThenGivesUpAndReplaysOnRequest() {
        receiver.answers(_ -> 500);
        long id = create("/hook", "message.inbound");
        project("w1", "15550100999", "hello", 1);

        failed(id, 1);
        ahead.set(Duration.ofSeconds(6));
        failed(id, 2);
        ahead.set(Duration.ofMinutes(6));
        received(3);
        await().atMost(PATIENCE).until(() -> log(id, "DEAD").size() == 1);

        receiver.answers(_ -> 200);
        var dead = log(id, "DEAD").getFirst();
        assertThat(dead.log())
                .hasSize(3)
                .allMatch(attempt -> Integer.valueOf(500).equals(attempt.status()));
        deliveries.replay(id, Long.parseLong(dead.id()), time.instant());
        feed.wake();
        received(4);
        assertThat(receiver.received())
                .extracting(Received::id)
                .containsOnly(receiver.received().getFirst().id());
    }

    @Test
    void holdsBackOnlyTheConversationWhoseHeadFails() {
        receiver.answers(one -> one.says("first") && ahead.get().isZero() ? 503 : 200);
        long id = create("/hook", "message.inbound");
        project("w1", "15550100999", "first", 1);
        project("w2", "15550100999", "second", 2);
        project("w3", "15550100888", "elsewhere", 3);

        received(2);
        await().atMost(PATIENCE).until(() -> log(id, "DELIVERED").size() == 1);
        assertThat(receiver.received()).noneMatch(one -> one.says("second"));
        ahead.set(Duration.ofSeconds(6));
        received(4);

        assertThat(receiver.received().get(2).says("first")).isTrue();
        assertThat(receiver.received().get(3).says("second")).isTrue();
    }

    @Test
    void oneSlowEndpointNeverDelaysAnother() {
        receiver.answers(one -> one.path().equals("/slow") ? afterTheGate() : 200);
        long slow = create("/slow", "message.inbound");
        create("/fast", "message.inbound");
        for (int i = 0; i < 30; i++) {
            project("w" + i, "155501001" + (10 + i), "n" + i, i);
        }

        await().atMost(PATIENCE).until(() -> receiver.at("/fast").size() == 30);

        assertThat(log(slow, "DELIVERED")).isEmpty();
        assertThat(receiver.at("/slow")).hasSizeLessThanOrEqualTo(settings.inFlight());
        gate.countDown();
        await().atMost(PATIENCE).until(() -> log(slow, "DELIVERED").size() == 30);
    }

    @Test
    void finishesTheDeliveryUnderWayWhenItIsStopped() throws InterruptedException {
        receiver.answers(_ -> afterTheGate());
        long id = create("/hook", "message.inbound");
        project("w1", "15550100999", "hello", 1);
        received(1);
        var stopping = Thread.ofVirtual().start(worker::stop);
        await().atMost(PATIENCE).until(() -> !worker.isRunning());

        gate.countDown();
        stopping.join();

        assertThat(log(id, "DELIVERED")).hasSize(1);
    }

    @Test
    void pausesAnEndpointThatFailsForDays() {
        receiver.answers(_ -> 503);
        long id = create("/hook");
        project("w1", "15550100999", "hello", 1);
        await().atMost(PATIENCE).until(() -> endpoint(id).failingSince() != null);
        ahead.set(Duration.ofDays(5).minusMinutes(1));
        project("w2", "15550100888", "hello", 2);
        await().atMost(PATIENCE)
                .until(() -> log(id, null).stream().anyMatch(d -> d.log().size() == 2));
        assertThat(endpoint(id).state()).isEqualTo("ACTIVE");

        ahead.set(Duration.ofDays(6));
        project("w3", "15550100777", "hello", 3);
        await().atMost(PATIENCE).until(() -> endpoint(id).state().equals("PAUSED"));

        assertThat(endpoint(id).reason()).contains("No delivery has succeeded");
        receiver.answers(_ -> 200);
        endpoints.resume(id);
        feed.wake();
        await().atMost(PATIENCE).until(() -> !log(id, "DELIVERED").isEmpty());
    }

    @Test
    void stopsAtAReceiverThatWantsNoMore() {
        receiver.answers(_ -> 410);
        long id = create("/hook");
        project("w1", "15550100999", "hello", 1);

        await().atMost(PATIENCE).until(() -> endpoint(id).state().equals("PAUSED"));

        assertThat(endpoint(id).reason()).contains("410");
    }

    @Test
    void replaysATimeRangeInItsOrder() {
        long id = create("/hook", "message.inbound");
        project("w1", "15550100999", "before", 1);
        await().atMost(PATIENCE).until(() -> log(id, "DELIVERED").size() == 1);
        ahead.set(Duration.ofHours(1));
        Instant from = time.instant();
        project("w2", "15550100999", "one", 2);
        project("w3", "15550100999", "two", 3);
        await().atMost(PATIENCE).until(() -> log(id, "DELIVERED").size() == 3);
        ahead.set(Duration.ofHours(2));
        Instant to = time.instant();
        project("w4", "15550100999", "after", 4);
        await().atMost(PATIENCE).until(() -> log(id, "DELIVERED").size() == 4);

        assertThat(deliveries.replay(id, from, to, time.instant())).isEqualTo(2);
        feed.wake();

        received(6);
        assertThat(receiver.received().get(4).says("one")).isTrue();
        assertThat(receiver.received().get(5).says("two")).isTrue();
        assertThat(receiver.received().get(4).id()).isEqualTo(receiver.received().get(1).id());
    }

    /** Whoever may not see phone numbers must not get those of before by leading them elsewhere. */
    @Test
    void anEndpointThatMayNotKnowPhoneNumbersAnyMoreGetsTheOldOnesMasked() {
        receiver.answers(one -> one.path().equals("/whole") && one.says("waits") ? 503 : 200);
        long id = create("/whole", "message.*");
        project("wamid.HBgLMTU1NTAxMDA5OTk=", "15550100999", "delivered", 1);
        project("wamid.HBgLMTU1NTAxMDA4ODg=", "15550100888", "waits", 2);
        project("w3", "15550100777", "erased", 3);
        received(3);
        await().atMost(PATIENCE).until(() -> log(id, "DELIVERED").size() == 2);
        assertThat(receiver.at("/whole"))
                .anyMatch(one -> one.body().contains("wamid.HBgLMTU1NTAxMDA5OTk="));

        endpoints.change(
                id, new Wanted(receiver.url("/other"), null, List.of(), List.of(), true, false));
        DATABASE.jdbc().update("delete from message where wamid = 'w3'");
        ahead.set(Duration.ofMinutes(1));
        deliveries.replay(id, Instant.EPOCH, time.instant(), time.instant());
        feed.wake();
        await().atMost(PATIENCE).until(() -> receiver.at("/other").size() == 3);

        assertThat(receiver.at("/other"))
                .allSatisfy(one ->
                        assertThat(one.body())
                                .doesNotContain("wamid.HBg", "15550100", "\"json\"")
                                .contains("\"conversationId\""));
        assertThat(receiver.at("/other").stream().filter(one -> one.says("delivered"))).hasSize(1);
        assertThat(receiver.at("/other").stream().filter(one -> one.says("waits"))).hasSize(1);
        assertThat(receiver.at("/other").stream().filter(one -> one.says("erased"))).isEmpty();
    }

    @Test
    void tellsAnEndpointOnlyWhatComesAfterItWasMade() {
        project("w1", "15550100999", "earlier", 1);
        await().atMost(PATIENCE).until(this::allIsPassed);

        create("/hook", "message.*");
        project("w2", "15550100999", "later", 2);
        received(1);

        assertThat(receiver.received().getFirst().says("later")).isTrue();
    }

    @Test
    void tellsAnImportAsSuchAndNeverAsNewMessages() {
        long id = create("/hook");
        DATABASE.project(
                List.of(
                        imported(NUMBER, "w1", false, phone("15550100999"), "old", 1),
                        imported(NUMBER, "w2", true, phone("15550100999"), "older", 2)));
        project("w3", "15550100888", "new", 3);

        await().atMost(PATIENCE)
                .until(() -> receiver.received().stream().anyMatch(one -> one.says("new")));

        assertThat(
                        log(id, null).stream()
                                .map(DeliveryView::type)
                                .filter(t -> t.startsWith("message.")))
                .containsExactly("message.inbound");
        assertThat(log(id, null)).extracting(DeliveryView::type).contains("history.imported");
    }

    private int afterTheGate() {
        try {
            gate.await();
            return 200;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 500;
        }
    }

    private void project(String wamid, String from, String text, int second) {
        DATABASE.project(List.of(inbound(NUMBER, wamid, phone(from), text, second)));
        feed.wake();
    }

    private boolean allIsPassed() {
        String passed =
                """
                select (select (xid, seq) from webhook_place)
                    >= (select (xid::text::bigint, seq) from change_batch order by xid desc, seq desc limit 1)
                """;
        return Boolean.TRUE.equals(DATABASE.jdbc().queryForObject(passed, Boolean.class));
    }

    private void received(int count) {
        await().atMost(PATIENCE).until(() -> receiver.received().size() == count);
    }

    /** Waits until the endpoint's one delivery has failed as often and its next time is set. */
    private void failed(long id, int times) {
        await().atMost(PATIENCE)
                .until(() -> log(id, null).stream().anyMatch(one -> one.log().size() == times));
    }

    private long create(String path, String... types) {
        return Long.parseLong(endpoints.create("default", wanted(path, types)).endpoint().id());
    }

    private Wanted wanted(String path, String... types) {
        return new Wanted(receiver.url(path), null, List.of(types), List.of(), false, true);
    }

    private Endpoint endpoint(long id) {
        return endpoints.find(id).orElseThrow();
    }

    private List<DeliveryView> log(long id, @Nullable String state) {
        return deliveries.log(id, state, Long.MAX_VALUE, 100);
    }
}
