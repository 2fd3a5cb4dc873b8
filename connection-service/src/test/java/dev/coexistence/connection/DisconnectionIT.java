package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnecting;
import dev.coexistence.connection.onboarding.SignUpOutcome;
import dev.coexistence.connection.watch.Disconnection;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The end of a link: on request, by a new id, by another mode. */
class DisconnectionIT extends LinkScenario {
    @Test
    void aMigratedNumberIsDeregistered() {
        var number = meta.addNumber(NumberSpec.fresh(next()));
        var connection = parts.signUp(meta, number, ConnectionMode.FULL_MIGRATION);

        var outcome = parts.disconnection.disconnect(connection, Samples.SAM);

        assertThat(outcome).isInstanceOf(Disconnection.Outcome.Taken.class);
        assertThat(state(connection))
                .isInstanceOfSatisfying(
                        Disconnected.class,
                        ended -> assertThat(ended.initiatedBy()).isEqualTo("Sam Operator"));
    }

    @Test
    void aCoexistenceNumberWaitsForItsOwner() {
        var connection = connected();

        var outcome = parts.disconnection.disconnect(connection, Samples.SAM);

        assertThat(outcome).isInstanceOf(Disconnection.Outcome.Taken.class);
        assertThat(state(connection)).isInstanceOf(Disconnecting.class);
        parts.accounts.handle(event(connection, "PARTNER_REMOVED", UUID.randomUUID().toString()));
        assertThat(state(connection)).isInstanceOf(Disconnected.class);
    }

    @Test
    void aDeregistrationWhoseAnswerIsLostIsNotTakenForDone() {
        var number = meta.addNumber(NumberSpec.fresh(next()));
        var connection = parts.signUp(meta, number, ConnectionMode.FULL_MIGRATION);
        meta.faults().add(Fault.of(Fault.Kind.RESET_BEFORE_ACCEPTANCE).at("deregister"));

        assertThat(parts.disconnection.disconnect(connection, Samples.SAM))
                .isInstanceOf(Disconnection.Outcome.Unconfirmed.class);
        assertThat(state(connection)).isInstanceOf(Disconnecting.class);

        assertThat(parts.disconnection.disconnect(connection, Samples.SAM))
                .isInstanceOf(Disconnection.Outcome.Taken.class);
        assertThat(state(connection)).isInstanceOf(Disconnected.class);
    }

    @Test
    void aDeregistrationWhoseAnswerWasLostIsFoundOutByATest() {
        var number = meta.addNumber(NumberSpec.fresh(next()));
        var connection = parts.signUp(meta, number, ConnectionMode.FULL_MIGRATION);
        meta.faults().add(Fault.of(Fault.Kind.RESET_AFTER_ACCEPTANCE).at("deregister"));
        var unused = parts.disconnection.disconnect(connection, Samples.SAM);

        parts.tests.run();

        assertThat(state(connection)).isInstanceOf(Disconnected.class);
    }

    @Test
    void aNumberThatMetaKnowsByANewIdReplacesItsOldLink() {
        var before = connected();
        parts.accounts.handle(event(before, "ACCOUNT_OFFBOARDED", "moved"));
        var moved = meta.addNumber(NumberSpec.onTheApp(before.signUp().number().e164()));

        var after = signUp(moved);

        assertThat(after.facts().phoneNumberId()).isNotEqualTo(before.facts().phoneNumberId());
        assertThat(state(before))
                .isInstanceOfSatisfying(
                        Disconnected.class,
                        ended -> assertThat(ended.reason()).isEqualTo("REPLACED_BY_NEW_SIGN_UP"));
        assertThat(parts.published(before.facts().phoneNumberId()).getLast().getState())
                .isEqualTo(ConnectionStatus.DISCONNECTED);
    }

    @Test
    void theModeChangesOnlyThroughANewEpoch() {
        var first = connected();
        var number = meta.number(first.facts().phoneNumberId());
        assertThat(
                        parts.signUps.start(
                                Samples.SAM,
                                Samples.SAM.tenantOrDefault(),
                                ConnectionMode.FULL_MIGRATION,
                                number.displayPhoneNumber(),
                                false))
                .isInstanceOf(SignUpOutcome.ModeFixed.class);
        later(Duration.ofMinutes(1));
        meta.phone(number).disconnects("ACCOUNT_DISCONNECTED", "BUSINESS");
        parts.accounts.handle(event(first, "PARTNER_REMOVED", UUID.randomUUID().toString()));
        later(Duration.ofMinutes(1));

        var second = parts.signUp(meta, number, ConnectionMode.FULL_MIGRATION);

        assertThat(second.state()).isInstanceOf(Connected.class);
        assertThat(second.facts().phoneNumberId()).isEqualTo(first.facts().phoneNumberId());
        assertThat(second.facts().epoch()).isEqualTo(2);
        assertThat(second.budgetPerSecond()).isEqualTo(80);
        var versions =
                parts.published(number.phoneNumberId()).stream()
                        .map(record -> record.getVersion())
                        .toList();
        assertThat(versions).isSorted().doesNotHaveDuplicates();
    }
}
