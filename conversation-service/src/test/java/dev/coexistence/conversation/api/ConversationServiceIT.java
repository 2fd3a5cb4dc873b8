package dev.coexistence.conversation.api;

import static dev.coexistence.conversation.projection.Events.echo;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.phone;
import static dev.coexistence.conversation.projection.Events.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.SendOutcomeKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ConversationServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Identity ANA = phone("15550100999");

    @LocalServerPort private int port;
    @Autowired private EventPublisher publisher;

    @DynamicPropertySource
    static void stack(DynamicPropertyRegistry settings) {
        var stack = LocalStack.shared();
        var database = stack.newDatabase("conversation");
        settings.add("kafka.bootstrap-servers", stack::bootstrapServers);
        settings.add("kafka.schema-registry-url", stack::registryUrl);
        settings.add("spring.datasource.url", database::url);
        settings.add("spring.datasource.username", database::user);
        settings.add("spring.datasource.password", database::password);
        settings.add("dispatch.url", () -> "http://127.0.0.1:1");
    }

    @Test
    void showsOneThreadAndTellsItLive() throws Exception {
        String number = "900000000000101";
        var told = new CopyOnWriteArrayList<String>();
        var stream =
                WebClient.create(url())
                        .get()
                        .uri("/v1/events?phoneNumberId=" + number)
                        .retrieve()
                        .bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                        .subscribe(event -> {
                            if (event.event() != null) {
                                told.add(String.valueOf(event.event()));
                            } else {
                                told.add("alive");
                            }
                        });
        await().atMost(PATIENCE).until(() -> told.contains("alive"));

        publish(Topics.INBOUND_MESSAGES, number, inbound(number, "a1", ANA, "hello", 1));
        publish(Topics.ECHO_MESSAGES, number, echo(number, "a2", ANA, "hi", 2));
        publish(
                Topics.SEND_RESULTS,
                number,
                result(number, "c1", SendOutcomeKind.ACCEPTED, ANA, 3).setWamid("a3").build());

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        client().get()
                                .uri("/v1/conversations?phoneNumberId=" + number)
                                .exchange()
                                .expectBody()
                                .jsonPath("$.items[0].lastMessage.wamid")
                                .isEqualTo("a3"));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(told)
                                .contains("message.inbound", "message.echo", "message.sent"));
        stream.dispose();
        String id = conversation(number);
        client().get()
                .uri("/v1/conversations/" + id + "/messages")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[*].sender")
                .value(senders -> assertThat(senders).isEqualTo(List.of("API", "APP", "CUSTOMER")));
    }

    @Test
    void parksAnUnreadableRecordAndGoesOn() throws Exception {
        String number = "900000000000102";
        publisher
                .send(
                        new ProducerRecord<>(
                                Topics.INBOUND_MESSAGES.name(),
                                null,
                                number,
                                "no event".getBytes(StandardCharsets.UTF_8)))
                .get(20, TimeUnit.SECONDS);
        publish(Topics.INBOUND_MESSAGES, number, inbound(number, "b1", ANA, "after it", 1));

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        client().get()
                                .uri("/v1/conversations?phoneNumberId=" + number)
                                .exchange()
                                .expectBody()
                                .jsonPath("$.items[0].unread")
                                .isEqualTo(1));
    }

    @Test
    void saysClearlyThatTheDispatcherIsAway() throws Exception {
        String number = "900000000000103";
        publish(Topics.INBOUND_MESSAGES, number, inbound(number, "d1", ANA, "hello", 1));
        await().atMost(PATIENCE).until(() -> !conversation(number).isEmpty());

        client().post()
                .uri("/v1/conversations/" + conversation(number) + "/read")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://coexistence.dev/problems/dispatcher-away");
    }

    @Test
    void answersProblemsWithTheirKind() {
        client().get()
                .uri("/v1/conversations/12345678901")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://coexistence.dev/problems/not-found");
        client().get()
                .uri("/v1/conversations?cursor=nonsense")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.parameter")
                .isEqualTo("cursor");
        client().get().uri("/v1/conversations?limit=0").exchange().expectStatus().isBadRequest();
    }

    @Test
    void reportsItselfToPrometheus() {
        client().get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(body ->
                        assertThat(body)
                                .contains("whatsapp_conversation_events_total")
                                .contains("whatsapp_conversation_lag_seconds"));
    }

    private String conversation(String number) {
        var body =
                client().get()
                        .uri("/v1/conversations?phoneNumberId=" + number)
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody();
        var id = java.util.regex.Pattern.compile("\"id\":\"(\\d+)\"").matcher(String.valueOf(body));
        return id.find() ? id.group(1) : "";
    }

    private <T extends org.apache.avro.specific.SpecificRecord> void publish(
            dev.coexistence.schemas.Topic<T> topic, String number, T event) throws Exception {
        publisher.publish(topic, number, event).get(20, TimeUnit.SECONDS);
    }

    private WebTestClient client() {
        return WebTestClient.bindToServer().baseUrl(url()).responseTimeout(PATIENCE).build();
    }

    private String url() {
        return "http://127.0.0.1:" + port;
    }
}
