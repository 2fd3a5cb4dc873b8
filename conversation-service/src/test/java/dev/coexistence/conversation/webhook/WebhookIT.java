package dev.coexistence.conversation.webhook;

import static dev.coexistence.conversation.projection.Events.echo;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.phone;
import static dev.coexistence.conversation.projection.Events.result;
import static dev.coexistence.conversation.projection.Events.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.live.ChangeLog;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.conversation.reading.Messages;
import dev.coexistence.conversation.webhook.EndpointTable.Wanted;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.SendOutcomeKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NUMBER = "900000000000001";
    private static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("webhooks");

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final InstantSource time = () -> InstantSource.system().instant().plus(ahead.get());
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final WebhookSettings settings =
            new WebhookSettings(
                    true,
                    List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)),
                    Duration.ofDays(5),
                    Duration.ofSeconds(2),
                    8,
                    Duration.ofDays(1));
    private final EndpointTable endpoints =
            new EndpointTable(DATABASE.jdbc(), TokenCipher.of(TokenCipher.newKeyset()), time);
    private final DeliveryTable deliveries = new DeliveryTable(DATABASE.jdbc());
    private final ChangeFeed feed = new ChangeFeed(DATABASE.jdbc());
    private final HttpServer receiver;
    private volatile int status = 200;
    private final WebhookWorker worker;

    private record Received(
            String id, String signature, String timestamp, String traceparent, String body) {}

    WebhookIT() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        var sender = new WebhookSender(new TargetCheck(settings), settings, time);
        var watch =
                new Courier.Watch(
                        time, new WebhookMetrics(new SimpleMeterRegistry()), Traces.none());
        worker =
                new WebhookWorker(
                        new FanOut(
                                DATABASE.jdbc(),
                                DATABASE.transaction(),
                                new ChangeLog(DATABASE.jdbc()),
                                new Messages(DATABASE.jdbc()),
                                new FanOut.Endpoints(endpoints, time)),
                        new Courier(endpoints, deliveries, sender, settings, watch),
                        endpoints,
                        feed,
                        settings);
    }

    @BeforeEach
    void start() {
        DATABASE.clear();
        DATABASE.jdbc().execute("delete from webhook_endpoint");
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext(
                "/",
                exchange -> {
                    var headers = exchange.getRequestHeaders();
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    received.add(
                            new Received(
                                    String.valueOf(headers.getFirst("webhook-id")),
                                    String.valueOf(headers.getFirst("webhook-signature")),
                                    String.valueOf(headers.getFirst("webhook-timestamp")),
                                    String.valueOf(headers.getFirst("traceparent")),
                                    body));
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        receiver.start();
        worker.start();
        await().atMost(PATIENCE)
                .until(() ->
                        !DATABASE.jdbc().queryForList("select 1 from webhook_place").isEmpty());
    }

    @AfterEach
    void stop() {
        worker.stop();
        receiver.stop(0);
    }

    @Test
    void signsWithBothSecretsAndKeepsTheOrderOfAConversation() throws Exception {
        var created = endpoints.create(new Wanted(url(), null, List.of("message.*"), List.of()));
        String second =
                endpoints.rotate(Long.parseLong(created.endpoint().id()), Duration.ofDays(1));
        for (int i = 0; i < 20; i++) {
            DATABASE.project(List.of(echo(NUMBER, "w" + i, phone("15550100999"), "n" + i, i)));
        }
        feed.wake();

        await().atMost(PATIENCE).until(() -> received.size() == 20);

        assertThat(received).extracting(Received::body).allMatch(b -> b.contains("message.echo"));
        for (int i = 0; i < 20; i++) {
            assertThat(received.get(i).body()).contains("\"text\":\"n" + i + "\"");
        }
        for (String secret : List.of(created.secret(), second)) {
            Received one = received.getFirst();
            Map<String, List<String>> headers = new HashMap<>();
            headers.put("webhook-id", List.of(one.id()));
            headers.put("webhook-signature", List.of(one.signature()));
            headers.put("webhook-timestamp", List.of(one.timestamp()));
            new Webhook(secret)
                    .verify(one.body(), java.net.http.HttpHeaders.of(headers, (_, _) -> true));
        }
    }

    @Test
    void continuesTheTraceOfTheCommand() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        endpoints.create(new Wanted(url(), null, List.of("message.*"), List.of()));
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

        await().atMost(PATIENCE).until(() -> received.size() >= 2);

        assertThat(received)
                .extracting(Received::body)
                .anyMatch(body -> body.contains("message.status"));
        assertThat(received).extracting(Received::traceparent).containsOnly(trace);
    }

    @Test
    void triesAgainWithTheSameIdThenGivesUpAndReplaysOnRequest() {
        status = 500;
        var endpoint =
                endpoints.create(new Wanted(url(), null, List.of("message.inbound"), List.of()));
        long id = Long.parseLong(endpoint.endpoint().id());
        DATABASE.project(List.of(inbound(NUMBER, "w1", phone("15550100999"), "hello", 1)));
        feed.wake();

        await().atMost(PATIENCE).until(() -> received.size() == 1);
        ahead.set(Duration.ofSeconds(6));
        await().atMost(PATIENCE).until(() -> received.size() == 2);
        ahead.set(Duration.ofMinutes(6));
        await().atMost(PATIENCE).until(() -> received.size() == 3);
        await().atMost(PATIENCE)
                .until(() -> deliveries.log(id, "DEAD", Long.MAX_VALUE, 10).size() == 1);

        status = 200;
        var dead = deliveries.log(id, null, Long.MAX_VALUE, 10).getFirst();
        assertThat(dead.log())
                .hasSize(3)
                .allMatch(attempt -> Integer.valueOf(500).equals(attempt.status()));
        deliveries.replay(id, Long.parseLong(dead.id()), time.instant());
        feed.wake();
        await().atMost(PATIENCE).until(() -> received.size() == 4);
        assertThat(received).extracting(Received::id).containsOnly(received.getFirst().id());
    }

    @Test
    void pausesAnEndpointThatFailsForDays() {
        status = 503;
        var endpoint = endpoints.create(new Wanted(url(), null, List.of(), List.of()));
        long id = Long.parseLong(endpoint.endpoint().id());
        DATABASE.project(List.of(inbound(NUMBER, "w1", phone("15550100999"), "hello", 1)));
        feed.wake();
        await().atMost(PATIENCE)
                .until(() -> endpoints.find(id).orElseThrow().failingSince() != null);

        ahead.set(Duration.ofDays(6));
        DATABASE.project(List.of(inbound(NUMBER, "w2", phone("15550100888"), "hello", 2)));
        feed.wake();

        await().atMost(PATIENCE)
                .until(() -> endpoints.find(id).orElseThrow().state().equals("PAUSED"));
        assertThat(endpoints.find(id).orElseThrow().reason()).contains("No delivery has succeeded");
    }

    @Test
    void refusesAPrivateTargetAtSaveAndAtConnect() {
        var strict =
                new WebhookSettings(
                        false,
                        settings.retries(),
                        settings.pauseAfter(),
                        settings.timeout(),
                        8,
                        settings.oldSecretFor());
        var check = new TargetCheck(strict);
        var sender = new WebhookSender(check, strict, time);

        for (String target :
                List.of(
                        url(),
                        "https://127.0.0.1/",
                        "https://localhost/",
                        "https://[::1]/",
                        "https://169.254.169.254/latest",
                        "ftp://example.com/",
                        "https://user@example.com/")) {
            assertThat(check.refusal(target)).as(target).isPresent();
        }
        assertThat(
                        sender.send(
                                        "https://localhost/",
                                        new WebhookSender.Event("evt", "{}", null),
                                        List.of("whsec_AAAA"))
                                .problem())
                .isEqualTo("REFUSED_TARGET");
    }

    private String url() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    }
}
