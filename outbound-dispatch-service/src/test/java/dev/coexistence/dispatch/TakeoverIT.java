package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.guarantees.Arrived;
import dev.coexistence.simulator.guarantees.AtMostOnce;
import dev.coexistence.simulator.guarantees.Commanded;
import dev.coexistence.simulator.guarantees.Ended;
import dev.coexistence.simulator.guarantees.Guarantees;
import dev.coexistence.simulator.guarantees.NothingLost;
import dev.coexistence.simulator.guarantees.OrderPerRecipient;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.trace.Arrival;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances that stop, freeze, die and follow one another; the promises hold all the same. */
class TakeoverIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Simulator meta =
            Simulator.start(
                    SimulatorSettings.defaults()
                            .withEnforceWindow(false)
                            .withLatency(Duration.ofMillis(30)));
    private final Stage stage = new Stage(meta);
    private final Guarantees promises =
            Guarantees.of(new AtMostOnce(), new NothingLost(), new OrderPerRecipient());
    private final SimulatedNumber number = meta.addNumber(NumberSpec.coexistence("+15550100401"));

    @BeforeEach
    void connect() {
        stage.connected(number);
    }

    @AfterEach
    void close() {
        stage.close();
        meta.close();
    }

    private void command(int count) {
        for (int i = 0; i < count; i++) {
            // Unique beyond this test: the topics outlive it.
            String id = number.phoneNumberId() + "-" + i;
            String to = "+1555010" + (1000 + i % 20);
            promises.commanded(
                    new Commanded(id, number.phoneNumberId(), to, "NORMAL", System.nanoTime()));
            stage.command(Stage.text(id, number, to).build());
        }
    }

    private void awaitArrivals(int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(meta.arrivals(number.phoneNumberId()))
                                .hasSizeGreaterThanOrEqualTo(count));
    }

    private void judge(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(endedCommands()).isEqualTo(count));
        for (Arrival arrival : meta.arrivals(number.phoneNumberId())) {
            promises.arrived(
                    new Arrived(
                            arrival.callbackData(),
                            arrival.phoneNumberId(),
                            arrival.to(),
                            arrival.accepted(),
                            arrival.nanos()));
        }
        var told = new HashSet<String>();
        for (SendResult end : ends()) {
            // Published at least once: the result's id tells repetitions.
            if (told.add(end.getResultId())) {
                promises.ended(new Ended(end.getCommandId(), end.getOutcome().name(), 0));
            }
        }
        promises.assertKept();
    }

    private long endedCommands() {
        return ends().stream().map(SendResult::getCommandId).distinct().count();
    }

    private List<SendResult> ends() {
        return stage.ends().stream().filter(this::ofThisNumber).toList();
    }

    private boolean ofThisNumber(SendResult result) {
        return result.getPhoneNumberId().equals(number.phoneNumberId());
    }

    @Test
    void leavesNothingInDoubtWhenStoppedCleanlyHalfWay() throws IOException, InterruptedException {
        // Of its own process: closing a web application in this one would stop the simulator's
        // server too.
        Process first = stage.startProcess("first");
        try {
            command(120);
            awaitArrivals(40);
            first.destroy();
            assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(stage.members()).isZero();
            try (var _ = stage.start("second")) {
                judge(120);
            }
        } finally {
            first.destroyForcibly();
        }

        assertThat(stage.results())
                .filteredOn(this::ofThisNumber)
                .extracting(SendResult::getOutcome)
                .containsOnly(SendOutcomeKind.QUEUED, SendOutcomeKind.ACCEPTED);
    }

    @Test
    void sendsNothingTwiceThoughInstancesFreezeAndDie() throws IOException, InterruptedException {
        Process first = stage.startProcess("first");
        try {
            command(200);
            awaitArrivals(30);
            signal(first, "STOP");
            try (var _ = stage.start("second")) {
                awaitArrivals(80);
                signal(first, "CONT");
                awaitArrivals(140);
                first.destroyForcibly();
                judge(200);
            }
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    void writesNothingOnceItWokeUpAndAnotherHasItsPartitions()
            throws IOException, InterruptedException {
        try (var door = new Door(meta.baseUri())) {
            stage.with("meta.graph-url", door.uri().toString());
            Process first = stage.startProcess("first");
            stage.with("meta.graph-url", meta.baseUri().toString());
            try {
                command(70);
                awaitArrivals(20);
                signal(first, "STOP");
                // The same name: the group takes the frozen one's place away at once, and for good.
                try (var _ = stage.start("first")) {
                    awaitArrivals(35);
                    long before = door.bytes();
                    signal(first, "CONT");
                    judge(70);
                    assertThat(door.bytes()).as("bytes after it woke up").isEqualTo(before);
                }
                assertThat(first.isAlive()).isTrue();
            } finally {
                first.destroyForcibly();
            }
        }
    }

    private static void signal(Process process, String name)
            throws IOException, InterruptedException {
        Process kill =
                new ProcessBuilder(List.of("kill", "-" + name, String.valueOf(process.pid())))
                        .start();
        assertThat(kill.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }
}
