package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.connection.RunningService.Answer;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.simulator.NumberSpec;
import dev.coexistence.simulator.SignUpMode;
import dev.coexistence.simulator.SimulatedNumber;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sign-up and its ends through the public interfaces. */
class ConnectionIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static RunningService service;
    private static TopicReader connections;

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

    @Test
    void connectsANumberInCoexistenceWithoutRegisteringIt() {
        var number = service.meta.addNumber(NumberSpec.onTheApp("+15550100201"));

        var connected = signUp(number, SignUpMode.COEXISTENCE, "");

        assertThat(connected.status()).isEqualTo(200);
        assertThat(connected.body().path("state").asString()).isEqualTo("CONNECTED");
        assertThat(connected.body().path("mode").asString()).isEqualTo("COEXISTENCE");
        assertThat(connected.body().path("budgetPerSecond").asInt()).isEqualTo(20);
        assertThat(steps(connected.body()))
                .containsExactly(
                        "EXCHANGE_CODE",
                        "SUBSCRIBE",
                        "FIND_NUMBER",
                        "VERIFY_MODE",
                        "SYNC_CONTACTS",
                        "SYNC_HISTORY",
                        "SELF_TEST");
        var record = published(number, ConnectionStatus.CONNECTED);
        assertThat(record.getEpoch()).isEqualTo(1);
        assertThat(token(record)).isEqualTo(service.meta.tokenOf(number));
        assertThat(record.getDisabledFeatures()).contains("edit", "broadcast-lists");
    }

    @Test
    void connectsANumberInFullMigrationByRegisteringItWithItsPin() {
        var number = service.meta.addNumber(NumberSpec.fresh("+15550100202"));

        var connected = signUp(number, SignUpMode.FULL_MIGRATION, ", \"pin\": \"482915\"");

        assertThat(connected.status()).isEqualTo(200);
        assertThat(connected.body().path("budgetPerSecond").asInt()).isEqualTo(80);
        assertThat(steps(connected.body()))
                .containsExactly(
                        "EXCHANGE_CODE",
                        "SUBSCRIBE",
                        "FIND_NUMBER",
                        "VERIFY_MODE",
                        "REGISTER",
                        "SELF_TEST");
        assertThat(published(number, ConnectionStatus.CONNECTED).getBudgetPerSecond())
                .isEqualTo(80);
    }

    @Test
    void refusesCoexistenceToASwissNumberAndSaysWhy() {
        var refused =
                service.post(
                        "/v1/signups",
                        "{\"mode\": \"COEXISTENCE\", \"phoneNumber\": \"+41 44 000 00 01\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.type()).startsWith("application/problem+json");
        assertThat(refused.body().path("type").asString())
                .isEqualTo("https://coexistence.dev/problems/coexistence-not-available");
        assertThat(refused.body().path("country").asString()).isEqualTo("CH");
        assertThat(refused.body().path("edition").asString()).isEqualTo("seven-io");
        assertThat(refused.body().path("detail").asString()).contains("Switzerland");
    }

    static List<String> steps(JsonNode connection) {
        return connection
                .path("steps")
                .valueStream()
                .map(step -> step.path("step").asString())
                .toList();
    }

    private static Answer signUp(SimulatedNumber number, SignUpMode mode, String more) {
        var started =
                service.post(
                        "/v1/signups",
                        "{\"mode\": \""
                                + mode
                                + "\", \"phoneNumber\": \""
                                + number.displayPhoneNumber()
                                + "\"}");
        assertThat(started.status()).as("%s", started).isEqualTo(201);
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

    private static Connection published(SimulatedNumber number, ConnectionStatus state) {
        return await().atMost(SOON)
                .until(
                        () -> connections.events(Topics.CONNECTIONS, number.phoneNumberId()),
                        records -> !records.isEmpty() && records.getLast().getState() == state)
                .getLast();
    }

    private static String token(Connection record) {
        var encrypted = record.getEncryptedToken().orElseThrow();
        byte[] bytes = new byte[encrypted.remaining()];
        encrypted.duplicate().get(bytes);
        return service.cipher.decrypt(record.getPhoneNumberId(), bytes);
    }
}
