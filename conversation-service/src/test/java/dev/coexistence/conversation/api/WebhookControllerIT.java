package dev.coexistence.conversation.api;

import static dev.coexistence.conversation.projection.Events.inbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.coexistence.schemas.Topics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Webhook endpoints as a program manages them over HTTP. */
class WebhookControllerIT extends ServiceFixture {
    private static final String NUMBER = "900000000000201";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final HttpServer receiver;
    private String endpoint = "";

    WebhookControllerIT() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    }

    @BeforeEach
    void start() {
        receiver.createContext(
                "/",
                exchange -> {
                    bodies.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        receiver.start();
        JsonNode created =
                read(
                        send(
                                HttpMethod.POST,
                                "",
                                Map.of(
                                        "url", url("/hook"),
                                        "description", "billing",
                                        "types", List.of("message.inbound"),
                                        "numbers", List.of(NUMBER)),
                                HttpStatus.CREATED));
        endpoint = created.at("/endpoint/id").asString("");
        assertThat(created.path("secret").asString("")).startsWith("whsec_");
    }

    @AfterEach
    void stop() {
        send(HttpMethod.DELETE, "/" + endpoint, null, HttpStatus.NO_CONTENT);
        send(HttpMethod.GET, "/" + endpoint, null, HttpStatus.NOT_FOUND);
        receiver.stop(0);
    }

    @Test
    void showsAnEndpointWithoutItsSecret() {
        for (String path : List.of("", "/" + endpoint)) {
            assertThat(read(send(HttpMethod.GET, path, null, HttpStatus.OK)).toString())
                    .contains("\"billing\"", "\"message.inbound\"", NUMBER, "\"ACTIVE\"")
                    .doesNotContain("whsec_");
        }
    }

    @Test
    void changesWhatAnEndpointWants() {
        send(
                        HttpMethod.PUT,
                        "/" + endpoint,
                        Map.of("url", url("/other"), "types", List.of("history.*", "connection.*")),
                        HttpStatus.OK)
                .jsonPath("$.url")
                .isEqualTo(url("/other"))
                .jsonPath("$.types[1]")
                .isEqualTo("connection.*");
    }

    @Test
    void refusesWhatIsNoTargetAndNoEvent() {
        send(HttpMethod.POST, "", Map.of("url", "ftp://example.com/"), HttpStatus.BAD_REQUEST)
                .jsonPath("$.parameter")
                .isEqualTo("url");
        send(
                        HttpMethod.POST,
                        "",
                        Map.of("url", url("/hook"), "types", List.of("message.nonsense")),
                        HttpStatus.BAD_REQUEST)
                .jsonPath("$.parameter")
                .isEqualTo("types");
    }

    @Test
    void givesAnotherSecret() {
        JsonNode rotated =
                read(send(HttpMethod.POST, "/" + endpoint + "/rotate-secret", null, HttpStatus.OK));

        assertThat(rotated.path("secret").asString("")).startsWith("whsec_");
    }

    @Test
    void sendsATestEventNow() {
        send(HttpMethod.POST, "/" + endpoint + "/test", null, HttpStatus.OK)
                .jsonPath("$.delivered")
                .isEqualTo(true)
                .jsonPath("$.status")
                .isEqualTo(204);

        assertThat(bodies).hasSize(1);
    }

    @Test
    void pausesAndResumes() {
        send(HttpMethod.POST, "/" + endpoint + "/pause", null, HttpStatus.OK)
                .jsonPath("$.state")
                .isEqualTo("PAUSED")
                .jsonPath("$.reason")
                .isEqualTo("Paused by hand");
        send(HttpMethod.POST, "/" + endpoint + "/resume", null, HttpStatus.OK)
                .jsonPath("$.state")
                .isEqualTo("ACTIVE");
    }

    @Test
    void logsDeliveriesAndReplaysOneOrARange() throws Exception {
        publish(Topics.INBOUND_MESSAGES, NUMBER, inbound(NUMBER, "h1", ANA, "hello", 1));
        await().atMost(PATIENCE).until(() -> delivered() == 1);
        String delivery =
                read(send(HttpMethod.GET, log(), null, HttpStatus.OK))
                        .at("/items/0/id")
                        .asString("");

        send(
                        HttpMethod.POST,
                        "/" + endpoint + "/deliveries/" + delivery + "/replay",
                        null,
                        HttpStatus.ACCEPTED)
                .jsonPath("$.replayed")
                .isEqualTo(1);
        await().atMost(PATIENCE).until(() -> delivered() == 2);
        send(
                        HttpMethod.POST,
                        "/" + endpoint + "/replay",
                        Map.of("from", "2020-01-01T00:00:00Z", "to", "2100-01-01T00:00:00Z"),
                        HttpStatus.ACCEPTED)
                .jsonPath("$.replayed")
                .isEqualTo(1);
        await().atMost(PATIENCE).until(() -> delivered() == 3);
        send(HttpMethod.POST, "/" + endpoint + "/replay", Map.of(), HttpStatus.BAD_REQUEST);

        assertThat(bodies).hasSize(3).allMatch(body -> body.equals(bodies.getFirst()));
    }

    private int delivered() {
        return read(send(HttpMethod.GET, log(), null, HttpStatus.OK)).path("items").size();
    }

    private String log() {
        return "/" + endpoint + "/deliveries?state=DELIVERED";
    }

    private BodyContentSpec send(
            HttpMethod method, String path, @Nullable Object body, HttpStatus expected) {
        var request = client().method(method).uri("/v1/webhook-endpoints" + path);
        if (body != null) {
            request.bodyValue(body);
        }
        return request.exchange().expectStatus().isEqualTo(expected).expectBody();
    }

    private static JsonNode read(BodyContentSpec answer) {
        byte[] body = answer.returnResult().getResponseBody();
        return JSON.readTree(body == null ? new byte[0] : body);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
    }
}
