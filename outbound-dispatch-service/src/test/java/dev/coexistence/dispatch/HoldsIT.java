package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.schemas.events.HoldState;
import dev.coexistence.schemas.events.MetaError;
import dev.coexistence.schemas.events.NumberHold;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Numbers of which Meta takes nothing, from the refusal to the first message after it. */
class HoldsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CUSTOMER = "+155501009";

    private final Simulator meta =
            Simulator.start(SimulatorSettings.defaults().withEnforceWindow(false));
    private final Stage stage = new Stage(meta);
    private ConfigurableApplicationContext service = stage.start("holds");

    @AfterEach
    void close() {
        service.close();
        stage.close();
        meta.close();
    }

    private SimulatedNumber number(NumberSpec spec) {
        SimulatedNumber number = meta.addNumber(spec);
        stage.connected(number);
        return number;
    }

    private WebTestClient.BodyContentSpec queue(SimulatedNumber number) {
        return WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + Stage.port(service))
                .responseTimeout(PATIENCE)
                .build()
                .get()
                .uri("/v1/queues/" + number.phoneNumberId())
                .exchange()
                .expectBody();
    }

    private void held(SimulatedNumber number, String reason) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> queue(number).jsonPath("$.hold.reason").isEqualTo(reason));
    }

    private void command(String id, SimulatedNumber number, int customer) {
        stage.command(Stage.text(id, number, CUSTOMER + "%02d".formatted(customer)).build());
    }

    private void accepted(String id) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.ends(id))
                                .singleElement()
                                .satisfies(end ->
                                        assertThat(end.getOutcome())
                                                .isEqualTo(SendOutcomeKind.ACCEPTED)));
    }

    @Test
    void tellsOfAHoldAndSendsByItselfOnceMetaTakesMessagesAgain() {
        SimulatedNumber number = number(NumberSpec.fullMigration("+15550100701"));
        meta.restrict(number.phoneNumberId(), 131042);

        for (int i = 0; i < 3; i++) {
            command("holds-paid-" + i, number, i);
        }
        held(number, "PAYMENT");

        queue(number)
                .jsonPath("$.heldFor")
                .isEqualTo("META_131042")
                .jsonPath("$.hold.metaCode")
                .isEqualTo(131042)
                .jsonPath("$.hold.metaMessage")
                .isNotEmpty()
                .jsonPath("$.hold.releasedBy")
                .isEqualTo("TIME")
                .jsonPath("$.hold.nextAction")
                .isNotEmpty()
                .jsonPath("$.hold.nextProbeAt")
                .isNotEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.holds(number))
                                .first()
                                .satisfies(hold -> {
                                    assertThat(hold.getState()).isEqualTo(HoldState.HELD);
                                    assertThat(hold.getReason()).isEqualTo("PAYMENT");
                                    assertThat(hold.getError().map(MetaError::getCode))
                                            .contains(131042);
                                    assertThat(hold.getWaiting()).isPositive();
                                }));
        meta.restrict(number.phoneNumberId(), 0);
        for (int i = 0; i < 3; i++) {
            accepted("holds-paid-" + i);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.holds(number))
                                .last()
                                .satisfies(hold ->
                                        assertThat(hold.getState()).isEqualTo(HoldState.RELEASED)));
        queue(number).jsonPath("$.heldFor").isEmpty().jsonPath("$.hold").isEmpty();
        assertThat(stage.holds(number))
                .extracting(NumberHold::getVersion)
                .isSortedAccordingTo(Comparator.naturalOrder())
                .doesNotHaveDuplicates();
    }

    @Test
    void keepsAHoldOverARestartAndGoesOnCountingItsVersions() {
        SimulatedNumber number = number(NumberSpec.coexistence("+15550100702"));
        meta.restrict(number.phoneNumberId(), 131031);
        command("holds-restart-1", number, 1);
        held(number, "LOCKED");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stage.holds(number)).isNotEmpty());
        Instant since = stage.holds(number).getFirst().getSince();

        service.close();
        service = stage.start("holds");

        held(number, "LOCKED");
        queue(number).jsonPath("$.hold.since").isEqualTo(since.toString());
        stage.becomes(number, ConnectionStatus.DISCONNECTED);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.holds(number))
                                .last()
                                .satisfies(hold ->
                                        assertThat(hold.getState()).isEqualTo(HoldState.RELEASED)));
        assertThat(stage.holds(number))
                .extracting(NumberHold::getVersion)
                .isSortedAccordingTo(Comparator.naturalOrder())
                .doesNotHaveDuplicates();
    }

    @Test
    void endsOneMessageThatIsRefusedAloneAndSendsAllOthers() {
        SimulatedNumber number = number(NumberSpec.fullMigration("+15550100703"));
        meta.faults()
                .add(Fault.refuse(10).forNumber(number.phoneNumberId()).to("15550100901").always());

        command("holds-alone-refused", number, 1);
        for (int i = 2; i < 8; i++) {
            command("holds-alone-" + i, number, i);
        }

        for (int i = 2; i < 8; i++) {
            accepted("holds-alone-" + i);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.ends("holds-alone-refused"))
                                .singleElement()
                                .satisfies(end -> {
                                    assertThat(end.getOutcome())
                                            .isEqualTo(SendOutcomeKind.REJECTED);
                                    assertThat(end.getError().map(MetaError::getCode)).contains(10);
                                }));
        await().atMost(PATIENCE).untilAsserted(() -> queue(number).jsonPath("$.heldFor").isEmpty());
    }
}
