package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.connection.RunningService.Answer;
import dev.coexistence.connection.clock.ServiceClock;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.HistoryKind;
import dev.coexistence.schemas.events.HistoryProgress;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import tools.jackson.databind.JsonNode;

/** A running service with its topic of connections, and how a test speaks to both. */
abstract class ServiceScenario {
    static final Duration SOON = Duration.ofSeconds(20);
    static final String PIN = "482915";
    static RunningService service;
    static TopicReader connections;
    private static int numbers;

    @BeforeAll
    static void start() {
        service = RunningService.start(Map.of());
        connections = new TopicReader(Topics.CONNECTIONS);
    }

    @AfterAll
    static void stop() {
        connections.close();
        service.close();
    }

    static List<String> names(JsonNode body, String list, String field) {
        return body.path(list).valueStream().map(item -> item.path(field).asString()).toList();
    }

    static String kind(Answer problem) {
        String type = problem.body().path("type").asString();
        return type.substring(type.lastIndexOf('/') + 1);
    }

    static String path(SimulatedNumber number) {
        return "/v1/connections/" + number.phoneNumberId();
    }

    static Answer start(SimulatedNumber number, SignUpMode mode) {
        return service.post(
                "/v1/signups",
                "{\"mode\": \""
                        + mode
                        + "\", \"phoneNumber\": \""
                        + number.displayPhoneNumber()
                        + "\"}");
    }

    static Answer signUp(SimulatedNumber number, SignUpMode mode, String more) {
        // The simulator's clock may have been moved; codes live by it.
        service.bean(ServiceClock.class).follow();
        var started = start(number, mode);
        assertThat(started.status()).as("%s", started).isEqualTo(201);
        return complete(number, started, mode, more);
    }

    static Answer complete(SimulatedNumber number, Answer started, SignUpMode mode, String more) {
        var popup = service.meta.signUp(number.phoneNumberId(), mode);
        return service.post(
                "/v1/signups/" + started.body().path("signupId").asString() + "/complete",
                "{\"code\": \""
                        + popup.code()
                        + "\", \"sessionEvent\": "
                        + popup.sessionEvent()
                        + more
                        + "}");
    }

    static Connection published(SimulatedNumber number, ConnectionStatus state) {
        return await().atMost(SOON)
                .until(
                        () -> connections.events(Topics.CONNECTIONS, number.phoneNumberId()),
                        records -> !records.isEmpty() && records.getLast().getState() == state)
                .getLast();
    }

    static List<Integer> warnings(SimulatedNumber number) {
        return connections.events(Topics.CONNECTIONS, number.phoneNumberId()).stream()
                .map(Connection::getInactivityWarningDays)
                .toList();
    }

    static void awaitSync(SimulatedNumber number, String status, int percent) {
        await().atMost(SOON)
                .untilAsserted(() -> {
                    var history = service.get(path(number)).body().path("sync").path("history");
                    assertThat(history.path("status").asString()).isEqualTo(status);
                    assertThat(history.path("progress").asInt()).isEqualTo(percent);
                });
    }

    static <T extends SpecificRecord> void publish(Topic<T> topic, String key, T event) {
        service.bean(EventPublisher.class).publish(topic, key, event).join();
    }

    static Instant clock() {
        return service.meta.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    static AccountEvent account(SimulatedNumber number, String event) {
        return AccountEvent.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setWabaId(number.wabaId())
                .setField("account_update")
                .setEvent(event)
                .setJson("{\"event\":\"" + event + "\"}")
                .setOccurredAt(clock())
                .setReceivedAt(clock())
                .build();
    }

    static EchoMessage echo(SimulatedNumber number, Instant at) {
        return EchoMessage.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setPhoneNumberId(number.phoneNumberId())
                .setWamid("wamid." + UUID.randomUUID())
                .setTo(Identity.newBuilder().build())
                .setType("text")
                .setJson("{}")
                .setOccurredAt(at)
                .setReceivedAt(at)
                .build();
    }

    static HistoryEvent progress(SimulatedNumber number, int percent) {
        return HistoryEvent.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setPhoneNumberId(number.phoneNumberId())
                .setKind(HistoryKind.PROGRESS)
                .setProgress(
                        HistoryProgress.newBuilder()
                                .setPhase(0)
                                .setChunkOrder(1)
                                .setProgress(percent)
                                .build())
                .setReceivedAt(clock())
                .build();
    }

    static String token(Connection record) {
        var encrypted = record.getEncryptedToken().orElseThrow();
        byte[] bytes = new byte[encrypted.remaining()];
        encrypted.duplicate().get(bytes);
        return service.cipher.decrypt(record.getPhoneNumberId(), bytes);
    }

    static SimulatedNumber onTheApp() {
        return service.meta.addNumber(NumberSpec.onTheApp(next()));
    }

    static SimulatedNumber fresh() {
        return service.meta.addNumber(NumberSpec.fresh(next()));
    }

    private static String next() {
        return "+1555010%04d".formatted(200 + ++numbers);
    }
}
