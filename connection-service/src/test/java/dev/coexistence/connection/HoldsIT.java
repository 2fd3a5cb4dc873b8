package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.HoldState;
import dev.coexistence.schemas.events.MetaError;
import dev.coexistence.schemas.events.NumberHold;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the dispatcher tells of held numbers, and what becomes of it. */
class HoldsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static RunningService service;
    private static TopicReader connections;
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

    private static SimulatedNumber connected() {
        var number = service.meta.addNumber(NumberSpec.fresh("+1555010" + (7000 + ++numbers)));
        var offer = signUp(number);
        assertThat(offer.status()).isEqualTo(201);
        var popup = service.meta.signUp(number.phoneNumberId(), SignUpMode.FULL_MIGRATION);
        var connected =
                service.post(
                        "/v1/signups/" + offer.body().path("signupId").asString() + "/complete",
                        "{\"code\": \"%s\", \"sessionEvent\": %s, \"pin\": \"482915\"}"
                                .formatted(popup.code(), popup.sessionEvent()));
        assertThat(connected.status()).isEqualTo(200);
        return number;
    }

    private static RunningService.Answer signUp(SimulatedNumber number) {
        return service.post(
                "/v1/signups",
                "{\"mode\": \"FULL_MIGRATION\", \"phoneNumber\": \"%s\"}"
                        .formatted(number.displayPhoneNumber()));
    }

    private static void told(
            SimulatedNumber number, long version, HoldState state, String reason, int code) {
        service.bean(EventPublisher.class)
                .publish(
                        Topics.NUMBER_HOLDS,
                        number.phoneNumberId(),
                        NumberHold.newBuilder()
                                .setPhoneNumberId(number.phoneNumberId())
                                .setVersion(version)
                                .setState(state)
                                .setReason(reason)
                                .setReleasedBy(
                                        switch (reason) {
                                            case "PAYMENT" -> "TIME";
                                            case "TOKEN" -> "NEW_TOKEN";
                                            default -> "LINK_TEST";
                                        })
                                .setError(
                                        MetaError.newBuilder()
                                                .setCode(code)
                                                .setMessage("Meta says no")
                                                .build())
                                .setErrorSubcode(33)
                                .setSince(Instant.parse("2026-01-01T00:00:00Z"))
                                .setProbes(2)
                                .setWaiting(7)
                                .setNextAction("Mend it")
                                .setChangedAt(Instant.now())
                                .build())
                .join();
    }

    private static JsonNode hold(SimulatedNumber number) {
        return service.get("/v1/connections/" + number.phoneNumberId()).body().path("hold");
    }

    private static void held(SimulatedNumber number, String reason) {
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(hold(number).path("reason").asString("")).isEqualTo(reason));
    }

    private static List<Connection> proven(SimulatedNumber number) {
        return connections.events(Topics.CONNECTIONS, number.phoneNumberId()).stream()
                .filter(record -> record.getLinkProvenAt().isPresent())
                .toList();
    }

    @Test
    void showsAHoldWithMetasWordsAndTheOneAction() {
        var number = connected();

        told(number, 1, HoldState.HELD, "PAYMENT", 131042);
        held(number, "PAYMENT");

        JsonNode hold = hold(number);
        assertThat(hold.path("metaCode").asInt()).isEqualTo(131042);
        assertThat(hold.path("metaSubcode").asInt()).isEqualTo(33);
        assertThat(hold.path("metaMessage").asString()).isEqualTo("Meta says no");
        assertThat(hold.path("since").asString()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(hold.path("releasedBy").asString()).isEqualTo("TIME");
        assertThat(hold.path("waiting").asLong()).isEqualTo(7);
        assertThat(hold.path("nextAction").asString()).isEqualTo("Mend it");
        told(number, 3, HoldState.RELEASED, "PAYMENT", 131042);
        told(number, 2, HoldState.HELD, "PAYMENT", 131042);
        await().atMost(SOON).until(() -> hold(number).isNull());
        assertThat(
                        service.get("/v1/connections/" + number.phoneNumberId() + "/history")
                                .body()
                                .path("items")
                                .valueStream()
                                .map(item -> item.path("event").asString()))
                .containsOnlyOnce("HELD", "RELEASED");
    }

    @Test
    void testsTheLinkOfAHeldNumberAndTellsThatItPassed() {
        var number = connected();
        assertThat(proven(number)).isEmpty();

        told(number, 1, HoldState.HELD, "LOCKED", 131031);

        await().atMost(SOON).untilAsserted(() -> assertThat(proven(number)).isNotEmpty());
    }

    @Test
    void tellsThatALinkIsProvenWhenSomebodyAsks() {
        var number = connected();
        told(number, 1, HoldState.HELD, "PAYMENT", 131042);
        held(number, "PAYMENT");
        assertThat(proven(number)).isEmpty();

        service.post("/v1/connections/" + number.phoneNumberId() + "/test", "{}");

        await().atMost(SOON).untilAsserted(() -> assertThat(proven(number)).isNotEmpty());
    }

    @Test
    void tellsNothingOfATestThatMetaRefuses() {
        var number = connected();
        service.meta
                .faults()
                .add(
                        Fault.refuse(200)
                                .at("phone_number")
                                .forNumber(number.phoneNumberId())
                                .always());

        told(number, 1, HoldState.HELD, "PERMISSION", 200);
        held(number, "PERMISSION");
        service.post("/v1/connections/" + number.phoneNumberId() + "/test", "{}");

        assertThat(proven(number)).isEmpty();
        service.meta.faults().clear();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(proven(number)).isNotEmpty());
    }

    @Test
    void mayBeSignedUpAnewWhereThatMendsIt() {
        var number = connected();
        assertThat(signUp(number).status()).isEqualTo(409);

        told(number, 1, HoldState.HELD, "TOKEN", 190);
        held(number, "TOKEN");

        assertThat(signUp(number).status()).isEqualTo(201);
    }

    @Test
    void saysWhatToDoWhereASignUpWouldMendNothing() {
        var number = connected();
        told(number, 1, HoldState.HELD, "PAYMENT", 131042);
        held(number, "PAYMENT");

        var refused = signUp(number);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("nextAction").asString()).isEqualTo("Mend it");
        assertThat(Objects.requireNonNull(refused.body().path("detail").asString()))
                .contains("Meta says no");
    }
}
