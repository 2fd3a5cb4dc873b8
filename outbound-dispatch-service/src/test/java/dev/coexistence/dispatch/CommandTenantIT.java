package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.events.CommandAction;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands whose records name a tenant. */
class CommandTenantIT extends OneInstance {
    private static int numbers;

    @Test
    void aCommandOfTheNumbersTenantIsSent() {
        SimulatedNumber number = numberOf("north");

        stage.commandOf(List.of("north"), Stage.text("t-own", number, CUSTOMER).build());

        assertThat(end("t-own").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
    }

    @Test
    void aCommandOfAnotherTenantIsRejectedAndTellsNothingOfWhatWasToBeSent() {
        SimulatedNumber number = numberOf("north");

        stage.commandOf(
                List.of("south"),
                Stage.text("t-foreign", number, CUSTOMER).setReference("case 7").build());
        stage.commandOf(List.of(""), Stage.text("t-blank", number, CUSTOMER).build());
        stage.commandOf(List.of("north", "south"), Stage.text("t-both", number, CUSTOMER).build());

        for (String id : List.of("t-foreign", "t-blank", "t-both")) {
            SendResult refusal = refusal(id);
            assertThat(refusal.getReason()).contains("WRONG_TENANT");
            assertThat(refusal.getTerminal()).isFalse();
            assertThat(refusal.getPhoneNumberId()).isEqualTo(number.phoneNumberId());
            assertThat(refusal.toString()).doesNotContain("message t-", "15550100999", "case 7");
        }
        assertThat(meta.arrivals(number.phoneNumberId())).isEmpty();
    }

    @Test
    void aRejectedCommandLeavesItsKeyToTheNumbersTenantAndTheirOrderAsItIs() {
        SimulatedNumber number = numberOf("north");

        stage.commandOf(List.of("south"), Stage.text("t-key", number, CUSTOMER).build());
        stage.command(Stage.text("t-first", number, CUSTOMER).build());
        stage.commandOf(List.of("north"), Stage.text("t-key", number, CUSTOMER).build());
        stage.command(Stage.text("t-last", number, CUSTOMER).build());

        assertThat(refusal("t-key").getReason()).contains("WRONG_TENANT");
        assertThat(end("t-key").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        end("t-last");
        assertThat(meta.arrivals(number.phoneNumberId()))
                .extracting(arrival -> arrival.callbackData())
                .containsExactly("t-first", "t-key", "t-last");
    }

    @Test
    void anotherTenantTakesNothingBack() {
        SimulatedNumber number = numberOf("north");
        stage.commandOf(
                List.of("north"),
                Stage.text("t-kept", number, CUSTOMER)
                        .setNotBefore(Instant.now().plusMillis(1500))
                        .build());

        stage.commandOf(
                List.of("south"),
                SendCommand.newBuilder()
                        .setCommandId("t-kept")
                        .setAction(CommandAction.CANCEL)
                        .setPhoneNumberId(number.phoneNumberId())
                        .build());

        assertThat(refusal("t-kept").getTerminal()).isFalse();
        assertThat(end("t-kept").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
    }

    @Test
    void aNumberOfWhichNothingIsKnownIsNobodys() {
        SimulatedNumber number = meta.addNumber(NumberSpec.fullMigration("+15550103099"));

        stage.commandOf(List.of("north"), Stage.text("t-nobody", number, CUSTOMER).build());

        assertThat(refusal("t-nobody").getReason()).contains("WRONG_TENANT");
    }

    private static SimulatedNumber numberOf(String tenant) {
        var number = meta.addNumber(NumberSpec.fullMigration("+1555010" + (3000 + ++numbers)));
        stage.connected(number, tenant);
        await().atMost(PATIENCE).untilAsserted(() -> queue(number).expectStatus().isOk());
        return number;
    }

    private static SendResult refusal(String commandId) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.results())
                                .filteredOn(one -> one.getCommandId().equals(commandId))
                                .filteredOn(one -> one.getOutcome() == SendOutcomeKind.REJECTED)
                                .hasSize(1));
        return stage.results().stream()
                .filter(one -> one.getCommandId().equals(commandId))
                .filter(one -> one.getOutcome() == SendOutcomeKind.REJECTED)
                .findFirst()
                .orElseThrow();
    }
}
