package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Failed;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.onboarding.SessionEvent;
import dev.coexistence.connection.onboarding.SignUpCompletion;
import dev.coexistence.connection.onboarding.SignUpOutcome;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.simulator.number.SignUpMode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sign-ups that must fail: where they stop, what they say, and that nothing is half written. */
class OnboardingRefusalIT extends OnboardingScenario {

    @Test
    void aCodeThatWasUsedIsRefusedAndNothingIsHalfWritten() {
        var number = onTheApp();
        var popup = meta.signUp(number.phoneNumberId(), SignUpMode.COEXISTENCE);
        var thief = parts.start(onTheApp(), ConnectionMode.COEXISTENCE);
        complete(thief, popup);
        var started = parts.start(number, ConnectionMode.COEXISTENCE);

        var connection = complete(started, popup);

        assertThat(connection.state())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                            assertThat(failed.step()).isEqualTo(OnboardingStep.EXCHANGE_CODE);
                            assertThat(failed.failure().metaCode()).isEqualTo(100);
                        });
        assertThat(parts.secrets.code(started.id())).isEmpty();
        assertThat(parts.secrets.hasToken(connection)).isFalse();
        assertThat(parts.published(number.phoneNumberId())).isEmpty();
        assertThat(parts.completion.resume(started.id(), Samples.SAM, Optional.empty()))
                .isInstanceOf(SignUpOutcome.NotNow.class);
    }

    @Test
    void aCodeThatHasRunOutIsRefused() {
        var number = onTheApp();
        var started = parts.start(number, ConnectionMode.COEXISTENCE);
        var popup = meta.signUp(number.phoneNumberId(), SignUpMode.COEXISTENCE);
        meta.clock().advance(Duration.ofSeconds(31));

        var connection = complete(started, popup);

        assertThat(connection.state()).isInstanceOf(Failed.class);
    }

    @Test
    void aNumberOfAnotherAccountFailsWhereItIsLookedFor() {
        var mine = parts.start(onTheApp(), ConnectionMode.COEXISTENCE);
        var other = onTheApp();

        var connection = complete(mine, meta.signUp(other.phoneNumberId(), SignUpMode.COEXISTENCE));

        assertThat(connection.state())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.step()).isEqualTo(OnboardingStep.FIND_NUMBER));
        assertThat(connection.number()).isNull();
    }

    @Test
    void anAccountThatTheTokenCannotReachFailsWithMetasCode() {
        var number = onTheApp();
        var stranger = onTheApp();
        var started = parts.start(number, ConnectionMode.COEXISTENCE);
        var popup = meta.signUp(number.phoneNumberId(), SignUpMode.COEXISTENCE);
        var brought = Parts.brought(popup, ConnectionMode.COEXISTENCE);
        var forged =
                new SignUpCompletion.Brought(
                        brought.code(),
                        new SessionEvent.Finished(
                                "FINISH", stranger.wabaId(), number.phoneNumberId()),
                        Optional.empty());

        var unused = parts.completion.complete(started.id(), Samples.SAM, forged);

        assertThat(find(started).state())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                            assertThat(failed.step()).isEqualTo(OnboardingStep.SUBSCRIBE);
                            assertThat(failed.failure().metaCode()).isEqualTo(200);
                            assertThat(failed.failure().nextAction()).contains("cannot reach");
                        });
        assertThat(meta.tokenOf(stranger)).isNotNull();
    }

    @Test
    void aClaimOfCoexistenceForANumberThatIsNotOnTheAppFails() {
        var number = fresh();
        var started = parts.start(number, ConnectionMode.COEXISTENCE);

        var connection =
                complete(started, meta.signUp(number.phoneNumberId(), SignUpMode.FULL_MIGRATION));

        assertThat(connection.state())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.step()).isEqualTo(OnboardingStep.VERIFY_MODE));
        assertThat(parts.published(number.phoneNumberId()).getLast().getState())
                .isEqualTo(ConnectionStatus.FAILED);
    }
}
