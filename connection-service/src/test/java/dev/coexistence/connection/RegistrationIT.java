package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Failed;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.lifecycle.StepStatus;
import dev.coexistence.connection.onboarding.SignUpOutcome;
import dev.coexistence.graph.Secret;
import dev.coexistence.simulator.fault.Fault;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Registration of a number in full migration: its PIN, its limit, and an answer that is lost. */
class RegistrationIT extends OnboardingScenario {

    @Test
    void aWrongPinFailsWithTheNextActionAndTheRightOneResumes() {
        var number = fresh();
        meta.faults().add(Fault.refuse(133005).at("register"));
        var connection = parts.signUp(meta, number, ConnectionMode.FULL_MIGRATION);
        assertThat(connection.state())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                            assertThat(failed.step()).isEqualTo(OnboardingStep.REGISTER);
                            assertThat(failed.failure().metaCode()).isEqualTo(133005);
                            assertThat(failed.failure().nextAction()).contains("PIN");
                        });

        assertThat(
                        parts.completion.resume(
                                connection.id(), Samples.SAM, Optional.of(new Secret("12345"))))
                .isInstanceOf(SignUpOutcome.Refused.class);
        var unused =
                parts.completion.resume(
                        connection.id(), Samples.SAM, Optional.of(new Secret("482915")));

        assertThat(find(connection).state()).isInstanceOf(Connected.class);
    }

    @Test
    void registersAtMostTenTimesInSeventyTwoHours() {
        var number = fresh();
        meta.faults().add(Fault.refuse(133005).at("register").always());
        var connection = parts.signUp(meta, number, ConnectionMode.FULL_MIGRATION);
        for (int i = 0; i < 9; i++) {
            var unused = parts.completion.resume(connection.id(), Samples.SAM, Optional.empty());
        }
        meta.faults().clear();

        var unused = parts.completion.resume(connection.id(), Samples.SAM, Optional.empty());

        assertThat(find(connection).state())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().metaCode()).isEqualTo(133016));
        later(Duration.ofHours(73));
        var resumed = parts.completion.resume(connection.id(), Samples.SAM, Optional.empty());
        assertThat(resumed).isInstanceOf(SignUpOutcome.Ended.class);
        assertThat(find(connection).state()).isInstanceOf(Connected.class);
    }

    @Test
    void aRegistrationWhoseAnswerWasLostIsLookedUpAndNotRepeated() {
        meta.faults().add(Fault.of(Fault.Kind.ERROR_AFTER_ACCEPTANCE).at("register"));
        var number = fresh();
        var connection = parts.signUp(meta, number, ConnectionMode.FULL_MIGRATION);
        assertThat(status(connection, OnboardingStep.REGISTER)).isEqualTo(StepStatus.WAITING);

        later(Duration.ofSeconds(2));
        parts.onboarding.advance(connection.id());

        assertThat(find(connection).state()).isInstanceOf(Connected.class);
        assertThat(
                        parts.steps
                                .findAll(connection.id(), OnboardingStep.REGISTER)
                                .orElseThrow()
                                .evidence())
                .contains("earlier call");
    }
}
