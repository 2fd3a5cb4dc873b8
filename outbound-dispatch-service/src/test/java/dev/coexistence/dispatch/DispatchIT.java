package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.CommandAction;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.schemas.events.UnknownPolicy;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.trace.Arrival;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands that come over the topic, and what becomes of them. */
class DispatchIT extends OneInstance {
    @Test
    void sendsWhatIsCommandedWithinTheBudgetOfEachNumber() {
        SimulatedNumber slow = meta.addNumber(NumberSpec.coexistence("+15550100201"));
        SimulatedNumber fast = meta.addNumber(NumberSpec.fullMigration("+15550100202"));
        stage.connected(slow);
        stage.connected(fast);

        for (int i = 0; i < 100; i++) {
            stage.command(Stage.text("slow-" + i, slow, "+1555010" + (1000 + i)).build());
            stage.command(Stage.text("fast-" + i, fast, "+1555010" + (1000 + i)).build());
        }

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.ends())
                                .filteredOn(DispatchIT::ofTheBudgetTest)
                                .hasSize(200));
        assertThat(stage.ends())
                .filteredOn(DispatchIT::ofTheBudgetTest)
                .allMatch(end -> end.getOutcome() == SendOutcomeKind.ACCEPTED)
                .allMatch(end -> end.getWamid().isPresent());
        var slowWindow = meta.window(slow.phoneNumberId());
        var fastWindow = meta.window(fast.phoneNumberId());
        assertThat(slowWindow.refused()).as("slow: %s", slowWindow).isZero();
        assertThat(fastWindow.refused()).as("fast: %s", fastWindow).isZero();
    }

    private static boolean ofTheBudgetTest(SendResult end) {
        return end.getCommandId().startsWith("slow-") || end.getCommandId().startsWith("fast-");
    }

    @Test
    void tellsThatACommandIsQueuedAndThenWhatBecameOfIt() {
        SimulatedNumber number = number();

        stage.command(Stage.text("told", number, CUSTOMER).setReference("ticket 7").build());

        SendResult end = end("told");
        assertThat(end.getReference()).contains("ticket 7");
        assertThat(end.getPreview()).contains("message told");
        assertThat(stage.results())
                .filteredOn(result -> result.getCommandId().equals("told"))
                .extracting(SendResult::getOutcome)
                .containsExactly(SendOutcomeKind.QUEUED, SendOutcomeKind.ACCEPTED);
        String body = meta.sentBody(end.getWamid().orElseThrow()).orElseThrow();
        assertThat(body).contains("\"biz_opaque_callback_data\":\"told\"");
    }

    @Test
    void sendsACommandOnceHoweverOftenItIsGiven() {
        SimulatedNumber number = number();

        for (int i = 0; i < 5; i++) {
            stage.command(Stage.text("twice", number, CUSTOMER).build());
        }
        stage.command(Stage.text("after-twice", number, CUSTOMER).build());

        end("after-twice");
        assertThat(end("twice").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(meta.arrivals(number.phoneNumberId())).hasSize(2);
    }

    @Test
    void parksWhatNobodyCanReadAndGoesOn() {
        SimulatedNumber number = number();
        String key = number.phoneNumberId();

        stage.publish(Topics.SEND_COMMANDS, key, "no avro".getBytes(StandardCharsets.UTF_8));
        stage.publish(Topics.CONNECTIONS, key, "no avro".getBytes(StandardCharsets.UTF_8));
        stage.publish(Topics.MESSAGE_STATUSES, key, "no avro".getBytes(StandardCharsets.UTF_8));
        stage.publish(Topics.INBOUND_MESSAGES, key, "no avro".getBytes(StandardCharsets.UTF_8));
        stage.publish(Topics.ECHO_MESSAGES, key, "no avro".getBytes(StandardCharsets.UTF_8));
        stage.command(Stage.text(" ", number, CUSTOMER).build());
        stage.command(Stage.text("after-poison", number, CUSTOMER).build());
        SimulatedNumber next = number();
        stage.command(Stage.text("after-poison-2", next, CUSTOMER).build());

        assertThat(end("after-poison").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(end("after-poison-2").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stage.deadLetters(key)).hasSize(6));
    }

    @Test
    void waitsAMomentForAConnectionAndThenRejects() {
        SimulatedNumber late = meta.addNumber(NumberSpec.fullMigration("+15550100301"));
        SimulatedNumber never = meta.addNumber(NumberSpec.fullMigration("+15550100302"));

        stage.command(Stage.text("late", late, CUSTOMER).build());
        stage.command(Stage.text("never", never, CUSTOMER).build());
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.results())
                                .anyMatch(one -> one.getCommandId().equals("late")));
        stage.connected(late);

        assertThat(end("late").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(end("never").getReason()).contains("UNKNOWN_NUMBER");
    }

    @Test
    void holdsASuspendedNumberAndEndsADisconnectedOne() {
        SimulatedNumber number = number();
        stage.becomes(number, ConnectionStatus.SUSPENDED);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        http.get()
                                .uri("/v1/queues/" + number.phoneNumberId())
                                .exchange()
                                .expectBody()
                                .jsonPath("$.heldFor")
                                .isEqualTo("SUSPENDED"));
        stage.command(Stage.text("held", number, CUSTOMER).build());
        stage.command(
                Stage.text("expires", number, CUSTOMER)
                        .setExpiresAt(Instant.now().plusMillis(500))
                        .build());

        assertThat(end("expires").getOutcome()).isEqualTo(SendOutcomeKind.EXPIRED);
        assertThat(stage.ends("held")).isEmpty();
        http.get()
                .uri("/v1/queues/" + number.phoneNumberId())
                .exchange()
                .expectBody()
                .jsonPath("$.heldFor")
                .isEqualTo("SUSPENDED")
                .jsonPath("$.depth.NORMAL")
                .isEqualTo(1);
        stage.connected(number);
        assertThat(end("held").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);

        stage.becomes(number, ConnectionStatus.DISCONNECTED);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        queue(number)
                                .expectBody()
                                .jsonPath("$.heldFor")
                                .isEqualTo("CONNECTION_DISCONNECTED"));
        stage.command(Stage.text("ended", number, CUSTOMER).build());
        assertThat(end("ended").getReason()).contains("CONNECTION_DISCONNECTED");
    }

    @Test
    void stopsANumberWhoseTokenIsRefusedUntilItsNextState() {
        SimulatedNumber number = number();
        meta.faults()
                .add(Fault.refuse(190).withStatus(401).forNumber(number.phoneNumberId()).times(1));

        stage.command(Stage.text("stopped", number, CUSTOMER).build());

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        http.get()
                                .uri("/v1/queues/" + number.phoneNumberId())
                                .exchange()
                                .expectBody()
                                .jsonPath("$.heldFor")
                                .isEqualTo("META_190"));
        assertThat(stage.ends("stopped")).isEmpty();
        stage.connected(number);
        assertThat(end("stopped").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
    }

    @Test
    void parksAMessageOfWhichNothingIsHeardAndTakesLateEvidence() {
        SimulatedNumber number = number();
        takesUnheard(number, 2);

        stage.command(Stage.text("doubtful", number, CUSTOMER).build());
        stage.command(Stage.text("proven", number, CUSTOMER).build());
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.results())
                                .filteredOn(one -> one.getOutcome() == SendOutcomeKind.UNKNOWN)
                                .extracting(SendResult::getCommandId)
                                .contains("doubtful", "proven"));
        stage.status(number, "proven", "wamid.proven");

        SendResult proven = end("proven");
        assertThat(proven.getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(proven.getWamid()).contains("wamid.proven");
        SendResult parked = end("doubtful");
        assertThat(parked.getOutcome()).isEqualTo(SendOutcomeKind.UNKNOWN);
        assertThat(parked.getTerminal()).isTrue();
        assertThat(meta.arrivals(number.phoneNumberId())).hasSize(2);
    }

    @Test
    void sendsACommandThatCameOnAnotherPartition() {
        SimulatedNumber number = number();
        SendCommand command = Stage.text("astray", number, CUSTOMER).build();

        for (int partition = 0; partition < 4; partition++) {
            stage.publishTo(partition, command);
        }

        assertThat(end("astray").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        stage.command(Stage.text("home", number, CUSTOMER).build());
        end("home");
        assertThat(meta.arrivals(number.phoneNumberId())).hasSize(2);
    }

    @Test
    void answersACancellationOfNothing() {
        SimulatedNumber number = number();

        stage.command(
                SendCommand.newBuilder()
                        .setCommandId("never-given")
                        .setAction(CommandAction.CANCEL)
                        .setPhoneNumberId(number.phoneNumberId())
                        .build());
        stage.command(Stage.text("after-cancel", number, CUSTOMER).build());

        end("after-cancel");
        assertThat(end("never-given").getReason()).contains("UNKNOWN_COMMAND");
    }

    @Test
    void sendsOnceMoreWhatAsksForItAndIsNotHeardOf() {
        SimulatedNumber number = number();
        takesUnheard(number, 1);

        stage.command(
                Stage.text("again", number, CUSTOMER)
                        .setUnknownPolicy(UnknownPolicy.RESEND)
                        .build());

        SendResult end = end("again");
        assertThat(end.getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(end.getAttempts()).isEqualTo(2);
        // What is commanded after it ends after it: nothing more comes of the first.
        stage.command(Stage.text("after-again", number, CUSTOMER).build());
        end("after-again");
        assertThat(stage.ends("again")).hasSize(1);
        assertThat(arrived(number)).containsExactly("again", "again", "after-again");
    }

    @Test
    void believesEvidenceThatComesWhileAMessageWaitsToBeSentAgain() {
        SimulatedNumber number = knownNumber();
        takesUnheard(number, 1);
        stage.command(
                Stage.text("waits-again", number, CUSTOMER)
                        .setUnknownPolicy(UnknownPolicy.RESEND)
                        .build());
        await().atMost(PATIENCE).untilAsserted(() -> assertStatus("waits-again", "UNKNOWN"));
        stage.becomes(number, ConnectionStatus.SUSPENDED);
        await().atMost(PATIENCE).untilAsserted(() -> assertStatus("waits-again", "QUEUED"));

        stage.status(number, "waits-again", "wamid.first");

        SendResult end = end("waits-again");
        assertThat(end.getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(end.getWamid()).contains("wamid.first");
        stage.connected(number);
        stage.command(Stage.text("after-evidence", number, CUSTOMER).build());
        end("after-evidence");
        assertThat(arrived(number)).containsExactly("waits-again", "after-evidence");
    }

    /** Meta takes the number's next messages and answers with an error. */
    private static void takesUnheard(SimulatedNumber number, int times) {
        meta.faults()
                .add(
                        Fault.of(Fault.Kind.ERROR_AFTER_ACCEPTANCE)
                                .forNumber(number.phoneNumberId())
                                .times(times));
    }

    /** The ids of the commands that came to Meta, oldest first. */
    private static List<String> arrived(SimulatedNumber number) {
        return meta.arrivals(number.phoneNumberId()).stream().map(Arrival::callbackData).toList();
    }

    private static void assertStatus(String commandId, String status) {
        commandView(commandId).expectBody().jsonPath("$.status").isEqualTo(status);
    }

    @Test
    void sendsNothingAfterItsTimeAndNothingBeforeIt() {
        SimulatedNumber number = number();
        Instant notBefore = Instant.now().plusMillis(1500);

        stage.command(
                Stage.text("past", number, CUSTOMER)
                        .setExpiresAt(Instant.now().minusSeconds(1))
                        .build());
        stage.command(Stage.text("future", number, CUSTOMER).setNotBefore(notBefore).build());
        stage.command(Stage.text("present", number, CUSTOMER).build());

        assertThat(end("past").getOutcome()).isEqualTo(SendOutcomeKind.EXPIRED);
        assertThat(end("present").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(end("future").getSentAt().orElseThrow()).isAfterOrEqualTo(notBefore);
        assertThat(arrived(number)).containsExactly("present", "future");
    }

    @Test
    void goesOnWhereverTheDatabaseEndsItsSessions() {
        SimulatedNumber number = number();

        for (int i = 0; i < 30; i++) {
            stage.command(Stage.text("ended-" + i, number, "+1555010" + (1200 + i)).build());
            if (i % 6 == 0) {
                stage.endSessions();
            }
        }

        for (int i = 0; i < 30; i++) {
            assertThat(end("ended-" + i).getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        }
        assertThat(arrived(number)).doesNotHaveDuplicates().hasSize(30);
        assertThat(stage.deadLetters(number.phoneNumberId())).isEmpty();
        stage.status(number, "nobody", "wamid.nobody");
        stage.becomes(number, ConnectionStatus.SUSPENDED);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        queue(number).expectBody().jsonPath("$.heldFor").isEqualTo("SUSPENDED"));
        management.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
    }
}
