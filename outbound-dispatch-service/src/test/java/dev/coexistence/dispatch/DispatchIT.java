package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.simulator.NumberSpec;
import dev.coexistence.simulator.SimulatedNumber;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service between a real broker, a real database and Meta's simulator. */
class DispatchIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Simulator meta;
    private static Stage stage;
    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() {
        meta = Simulator.start(SimulatorSettings.defaults().withEnforceWindow(false));
        stage = new Stage(meta);
        service = stage.start("one");
    }

    @AfterAll
    static void stop() {
        service.close();
        stage.close();
        meta.close();
    }

    @Test
    void sendsWhatIsCommandedWithinTheBudgetOfEachNumber() {
        SimulatedNumber slow = meta.addNumber(NumberSpec.coexistence("+15550100201"));
        SimulatedNumber fast = meta.addNumber(NumberSpec.fullMigration("+15550100202"));
        stage.connected(slow);
        stage.connected(fast);

        for (int i = 0; i < 200; i++) {
            stage.command(Stage.text("slow-" + i, slow, "+1555010" + (1000 + i)).build());
            stage.command(Stage.text("fast-" + i, fast, "+1555010" + (1000 + i)).build());
        }

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.ends()).filteredOn(DispatchIT::ofThisTest).hasSize(400));
        assertThat(stage.ends())
                .filteredOn(DispatchIT::ofThisTest)
                .allMatch(end -> end.getOutcome() == SendOutcomeKind.ACCEPTED)
                .allMatch(end -> end.getWamid().isPresent());
        var window = meta.window(slow.phoneNumberId());
        System.out.println("slow " + window + " fast " + meta.window(fast.phoneNumberId()));
        assertThat(window.worstSecond()).isLessThanOrEqualTo(20);
        assertThat(window.refused()).isZero();
        assertThat(meta.window(fast.phoneNumberId()).worstSecond()).isLessThanOrEqualTo(80);
    }

    private static boolean ofThisTest(SendResult end) {
        return end.getCommandId().startsWith("slow-") || end.getCommandId().startsWith("fast-");
    }
}
