package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.connection.RunningService.Answer;
import dev.coexistence.connection.clock.ServiceClock;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.EchoSender;
import dev.coexistence.simulator.number.SignUpMode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Events from the topics: they move links, and nothing is lost where one cannot be read or the
 * broker is away.
 */
class LinkEventsIT extends ServiceScenario {
    @Test
    void accountEventsMoveALinkAndItsHistoryTells() {
        var number = onTheApp();
        signUp(number, SignUpMode.COEXISTENCE, "");

        publish(Topics.ACCOUNT_EVENTS, number.wabaId(), account(number, "ACCOUNT_OFFBOARDED"));
        assertThat(published(number, ConnectionStatus.SUSPENDED).getReason())
                .contains("ACCOUNT_OFFBOARDED");
        publish(Topics.ACCOUNT_EVENTS, number.wabaId(), account(number, "ACCOUNT_RECONNECTED"));
        published(number, ConnectionStatus.CONNECTED);
        publish(Topics.ACCOUNT_EVENTS, number.wabaId(), account(number, "PARTNER_REMOVED"));

        var ended = published(number, ConnectionStatus.DISCONNECTED);
        assertThat(ended.getEncryptedToken()).isEmpty();
        assertThat(names(service.get(path(number) + "/history").body(), "items", "event"))
                .containsSubsequence(
                        "SIGN_UP_STARTED", "CONNECTED", "SUSPENDED", "RESUMED", "DISCONNECTED");
        assertThat(service.get(path(number)).body().path("state").asString())
                .isEqualTo("DISCONNECTED");
    }

    @Test
    void theChatsImportShowsItsProgress() {
        var number = onTheApp();
        signUp(number, SignUpMode.COEXISTENCE, "");

        publish(Topics.HISTORY, number.phoneNumberId(), progress(number, 40));
        awaitSync(number, "RUNNING", 40);
        publish(Topics.HISTORY, number.phoneNumberId(), progress(number, 100));
        awaitSync(number, "DONE", 100);
        publish(Topics.HISTORY, number.phoneNumberId(), progress(number, 60));

        publish(Topics.ECHO_MESSAGES, number.phoneNumberId(), echo(number, clock()));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(
                                        service.get(path(number))
                                                .body()
                                                .path("activity")
                                                .path("evidence")
                                                .toString())
                                .contains("ECHO", "HISTORY", "ONBOARDING"));
        awaitSync(number, "DONE", 100);
        var first =
                service.get(path(number))
                        .body()
                        .path("checks")
                        .valueStream()
                        .filter(check -> check.path("check").asString().equals("FIRST_EVENT"))
                        .findFirst()
                        .orElseThrow();
        assertThat(first.path("status").asString()).isEqualTo("PASSED");
    }

    @Test
    void fourteenDaysPassOnTheScriptedClock() {
        var number = onTheApp();
        signUp(number, SignUpMode.COEXISTENCE, "");
        for (int days : List.of(10, 12, 13)) {
            service.meta.clock().advance(Duration.ofDays(days == 10 ? 10 : days == 12 ? 2 : 1));
            await().atMost(SOON).untilAsserted(() -> assertThat(warnings(number)).endsWith(days));
        }
        assertThat(service.get(path(number)).body().path("activity").path("warnedDays").asInt())
                .isEqualTo(13);

        // Meta's own agent is no sign that the app was opened.
        publish(
                Topics.ECHO_MESSAGES,
                number.phoneNumberId(),
                EchoMessage.newBuilder(echo(number, clock()))
                        .setSender(EchoSender.META_AGENT)
                        .build());
        service.meta.clock().advance(Duration.ofDays(1));
        await().atMost(SOON).untilAsserted(() -> assertThat(warnings(number)).endsWith(14));

        publish(Topics.ECHO_MESSAGES, number.phoneNumberId(), echo(number, clock()));
        await().atMost(SOON).untilAsserted(() -> assertThat(warnings(number)).endsWith(0));
        service.bean(ServiceClock.class).follow();
        var opened = service.post(path(number) + "/app-opened", "{\"name\": \"Sam Operator\"}");

        assertThat(opened.status()).isEqualTo(200);
        assertThat(
                        opened.body()
                                .path("activity")
                                .path("evidence")
                                .get(0)
                                .path("statedBy")
                                .asString())
                .isEqualTo("Sam Operator");
        assertThat(service.post(path(number) + "/app-opened", "{}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "whatsapp.account-events",
        "whatsapp.echo-messages",
        "whatsapp.contacts",
        "whatsapp.history"
    })
    void aRecordThatCannotBeReadIsParkedAndTheNextGoesThrough(String topic) throws Exception {
        var number = onTheApp();
        signUp(number, SignUpMode.COEXISTENCE, "");
        byte[] poison =
                ("poison " + UUID.randomUUID()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        service.bean(EventPublisher.class)
                .send(new ProducerRecord<>(topic, 0, number.phoneNumberId(), poison))
                .get();

        publish(Topics.ACCOUNT_EVENTS, number.wabaId(), account(number, "ACCOUNT_OFFBOARDED"));

        published(number, ConnectionStatus.SUSPENDED);
        try (var dead = new TopicReader(Topics.DEAD_LETTERS)) {
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(dead.records())
                                    .filteredOn(record ->
                                            java.util.Arrays.equals(record.value(), poison))
                                    .hasSize(1)
                                    .allSatisfy(record ->
                                            assertThat(DeadLetter.from(record).topic())
                                                    .isEqualTo(topic)));
        }
    }

    @Test
    void anEventThatCannotBeHandledDoesNotHoldUpTheOthers() {
        var stray =
                AccountEvent.newBuilder()
                        .setEventId(UUID.randomUUID().toString())
                        .setWabaId("299999")
                        .setField("account_update")
                        .setEvent("PARTNER_REMOVED")
                        .setJson("{}")
                        .setReceivedAt(clock())
                        .build();

        publish(Topics.ACCOUNT_EVENTS, "299999", stray);

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(
                                        names(
                                                service.get("/v1/parked-events").body(),
                                                "items",
                                                "eventId"))
                                .contains(stray.getEventId()));
    }

    @Test
    void whatHappensWhileTheBrokerIsAwayIsPublishedAfterwards() {
        var number = onTheApp();
        LocalStack.shared().stopBroker();
        Answer connected;
        try {
            connected = signUp(number, SignUpMode.COEXISTENCE, "");
        } finally {
            LocalStack.shared().startBroker();
        }

        assertThat(connected.status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> connections.events(Topics.CONNECTIONS, number.phoneNumberId()),
                        records ->
                                !records.isEmpty()
                                        && records.getLast().getState()
                                                == ConnectionStatus.CONNECTED);
        var versions =
                connections.events(Topics.CONNECTIONS, number.phoneNumberId()).stream()
                        .map(Connection::getVersion)
                        .toList();
        assertThat(versions).isSorted();
    }
}
