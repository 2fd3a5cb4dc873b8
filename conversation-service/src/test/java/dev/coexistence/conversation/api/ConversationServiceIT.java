package dev.coexistence.conversation.api;

import static dev.coexistence.conversation.projection.Events.echo;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.phone;
import static dev.coexistence.conversation.projection.Events.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.SendOutcomeKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;

class ConversationServiceIT extends ServiceFixture {

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
    void whatWeHaveReadIsReadWhateverMetaIsTold() throws Exception {
        String number = "900000000000103";
        publish(Topics.INBOUND_MESSAGES, number, inbound(number, "d1", ANA, "hello", 1));
        publish(Topics.INBOUND_MESSAGES, number, inbound(number, "d2", ANA, "and", 2));
        await().atMost(PATIENCE).until(() -> unread(number).equals("2"));
        String path = "/v1/conversations/" + conversation(number);
        String first =
                read(path + "/messages", "$.items[?(@.wamid=='d1')].id").replaceAll("\\D", "");

        markRead(path + "/read?upTo=" + first);
        assertThat(unread(number)).isEqualTo("1");
        markRead(path + "/read?upTo=" + first);
        assertThat(unread(number)).isEqualTo("1");
        markRead(path + "/read");
        assertThat(unread(number)).isEqualTo("0");
    }

    private void markRead(String path) {
        client().post()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("AWAY");
    }

    private String unread(String number) {
        return read("/v1/conversations?phoneNumberId=" + number, "$.items[0].unread");
    }

    private String read(String path, String json) {
        byte[] body =
                client().get().uri(path).exchange().expectBody().returnResult().getResponseBody();
        try {
            return String.valueOf(
                    (Object)
                            com.jayway.jsonpath.JsonPath.read(
                                    new String(body, StandardCharsets.UTF_8), json));
        } catch (com.jayway.jsonpath.PathNotFoundException _) {
            return "";
        }
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
    void findsWordsErasesAContactAndLetsNoReplayBringItBack() throws Exception {
        String number = "900000000000104";
        var event = inbound(number, "e1", ANA, "die Grüße aus 東京都", 1);
        publish(Topics.INBOUND_MESSAGES, number, event);
        publish(
                Topics.INBOUND_MESSAGES,
                number,
                inbound(number, "e2", phone("15550100998"), "something else", 2));
        await().atMost(PATIENCE).until(() -> found(number, "").contains("e2"));
        for (String words : List.of("grusse", "京都", "15550100999")) {
            assertThat(found(number, words)).contains("e1").doesNotContain("e2");
        }
        String id =
                client().get()
                        .uri("/v1/contacts?phoneNumberId=" + number + "&q=100999")
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody();
        var contact =
                java.util.regex.Pattern.compile("\"id\":\"(\\d+)\"").matcher(String.valueOf(id));
        assertThat(contact.find()).isTrue();

        client().delete()
                .uri("/v1/contacts/" + contact.group(1) + "?requestedBy=ana")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.messages")
                .isEqualTo(1)
                .jsonPath("$.kept[0].place")
                .isEqualTo("Kafka topics");
        publish(Topics.INBOUND_MESSAGES, number, event);
        publish(
                Topics.INBOUND_MESSAGES,
                number,
                inbound(number, "e3", phone("15550100998"), "after the replay", 3));

        await().atMost(PATIENCE).until(() -> found(number, "").contains("e3"));
        assertThat(found(number, "")).doesNotContain("e1");
        assertThat(
                        database.queryForObject(
                                "select count(*) from erasure_audit where contact_id is not null",
                                Integer.class))
                .isEqualTo(1);
    }

    private String found(String number, String words) {
        return String.valueOf(
                client().get()
                        .uri("/v1/conversations?phoneNumberId={n}&q={q}", number, words)
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }

    @Test
    void resumesAStreamWithoutAGap() throws Exception {
        String number = "900000000000105";
        var heard = new Listener(number, "");
        publish(Topics.INBOUND_MESSAGES, number, inbound(number, "f1", ANA, "one", 1));
        await().atMost(PATIENCE).until(() -> heard.has("f1"));
        heard.stop();
        publish(Topics.INBOUND_MESSAGES, number, inbound(number, "f2", ANA, "two", 2));
        publish(Topics.INBOUND_MESSAGES, number, inbound(number, "f3", ANA, "three", 3));
        await().atMost(PATIENCE).until(() -> found(number, "").contains("f3"));

        var resumed = new Listener(number, heard.lastId());
        await().atMost(PATIENCE).until(() -> resumed.has("f3"));
        resumed.stop();

        assertThat(resumed.has("f2")).isTrue();
        assertThat(resumed.has("f1")).isFalse();
        var lost = new Listener(number, "1-1-1");
        await().atMost(PATIENCE).until(() -> lost.has("reset"));
        lost.stop();
    }

    /** Somebody who listens to the inbound messages of a number. */
    private final class Listener {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final List<String> ids = new CopyOnWriteArrayList<>();
        private final Disposable stream;

        Listener(String number, String lastEventId) {
            var request =
                    WebClient.create(url())
                            .get()
                            .uri("/v1/events?types=message.inbound&phoneNumberId=" + number);
            if (!lastEventId.isEmpty()) {
                request.header("Last-Event-ID", lastEventId);
            }
            stream =
                    request.retrieve()
                            .bodyToFlux(
                                    new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                            .subscribe(event -> {
                                lines.add(event.data() == null ? "alive" : event.data());
                                if (event.data() != null) {
                                    ids.add(String.valueOf(event.id()));
                                }
                            });
            await().atMost(PATIENCE).until(() -> has("alive"));
        }

        boolean has(String text) {
            return lines.stream().anyMatch(line -> line.contains(text));
        }

        String lastId() {
            return ids.getLast();
        }

        void stop() {
            stream.dispose();
        }
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
}
