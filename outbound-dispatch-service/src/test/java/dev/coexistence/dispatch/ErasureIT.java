package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** A person who is to be forgotten: nothing waits for them, nothing that ended names them. */
class ErasureIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DIGITS = "15550100777";
    private static final String ANA = "+" + DIGITS;

    private static int next;
    private static Simulator meta;
    private static Stage stage;
    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() {
        meta = Simulator.start(SimulatorSettings.defaults());
        stage = new Stage(meta);
        service = stage.start("erasure");
    }

    @AfterAll
    static void stop() {
        service.close();
        stage.close();
        meta.close();
    }

    @Test
    void whatEndedAndWhatWaitsNamesNobodyAfterwards() {
        SimulatedNumber number = number();
        stage.command(Stage.text("er-sent", number, ANA).setReference("order of Ana").build());
        await().atMost(SOON).until(() -> stage.ends("er-sent").size() == 1);
        stage.command(
                Stage.text("er-later", number, ANA)
                        .setReference("order of Ana")
                        .setNotBefore(Instant.now().plusSeconds(3_600))
                        .build());
        stage.command(
                Stage.text("er-other", number, "+15550100888")
                        .setNotBefore(Instant.now().plusSeconds(3_600))
                        .build());
        await().atMost(SOON)
                .until(() ->
                        stage.rows("command").stream()
                                        .filter(row -> row.contains(number.phoneNumberId()))
                                        .count()
                                == 3);

        stage.erase(number, DIGITS);

        await().atMost(SOON).until(() -> stage.ends("er-later").size() == 1);
        SendResult end = stage.ends("er-later").getFirst();
        assertThat(end.getOutcome()).isEqualTo(SendOutcomeKind.CANCELLED);
        assertThat(end.getReason()).contains("ERASED");
        assertThat(end.toString()).doesNotContain(DIGITS, "order of Ana", "message er-later");
        await().atMost(SOON)
                .untilAsserted(() -> {
                    for (String table : stage.tables()) {
                        assertThat(stage.rows(table))
                                .as(table)
                                .noneMatch(row ->
                                        row.contains(DIGITS) || row.contains("order of Ana"));
                    }
                });
        assertThat(stage.rows("command")).anyMatch(row -> row.contains("15550100888"));
        assertThat(meta.arrivals(number.phoneNumberId())).hasSize(1);
    }

    @Test
    void whatMayBeOnItsWayIsErasedWhenItHasEnded() {
        SimulatedNumber number = number();
        meta.faults()
                .add(
                        Fault.of(Fault.Kind.LATENCY)
                                .withDelay(Duration.ofSeconds(3))
                                .forNumber(number.phoneNumberId()));
        stage.command(Stage.text("er-way", number, ANA).setReference("order of Ana").build());
        await().atMost(SOON).until(() -> meta.arrivals(number.phoneNumberId()).size() == 1);

        stage.erase(number, DIGITS);

        await().atMost(SOON).until(() -> stage.ends("er-way").size() == 1);
        assertThat(stage.ends("er-way").getFirst().getOutcome())
                .isEqualTo(SendOutcomeKind.ACCEPTED);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(stage.rows("command"))
                                .noneMatch(row ->
                                        row.contains("er-way")
                                                && (row.contains(DIGITS)
                                                        || row.contains("order of Ana"))));
    }

    @Test
    void anErasureThatNobodyCanReadIsParkedAndTheNextIsObeyed() {
        SimulatedNumber number = number();
        stage.command(
                Stage.text("er-next", number, ANA)
                        .setNotBefore(Instant.now().plusSeconds(3_600))
                        .build());
        await().atMost(SOON)
                .until(() -> stage.rows("command").stream().anyMatch(r -> r.contains("er-next")));

        stage.publish(
                Topics.ERASURES, number.phoneNumberId(), stage.erasure(number, new byte[] {1}));
        stage.erase(number, DIGITS);

        await().atMost(SOON).until(() -> stage.ends("er-next").size() == 1);
        await().atMost(SOON).until(() -> stage.deadLetters(number.phoneNumberId()).size() == 1);
    }

    private static SimulatedNumber number() {
        SimulatedNumber number =
                meta.addNumber(
                        NumberSpec.fullMigration("+1555020" + (1000 + next++))
                                .withWindowAlwaysOpen());
        stage.connected(number);
        return number;
    }
}
