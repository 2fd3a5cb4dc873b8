package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.AppActivity;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.lifecycle.StepStatus;
import dev.coexistence.connection.watch.WebhookEvidence;
import dev.coexistence.simulator.fault.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests for contacts and history, which Meta takes once and within 24 hours. */
class ImportRequestIT extends OnboardingScenario {

    @Test
    void aLostAnswerToAOnceOnlyRequestStaysUnknownUntilWebhooksShow() {
        meta.faults().add(Fault.of(Fault.Kind.RESET_AFTER_ACCEPTANCE).at("smb_app_data"));
        var number = onTheApp();

        var connection = parts.signUp(meta, number, ConnectionMode.COEXISTENCE);

        assertThat(connection.state()).isInstanceOf(Connected.class);
        assertThat(status(connection, OnboardingStep.SYNC_CONTACTS)).isEqualTo(StepStatus.UNKNOWN);
        assertThat(status(connection, OnboardingStep.SYNC_HISTORY)).isEqualTo(StepStatus.RUNNING);
        parts.webhooks.handle(
                List.of(
                        new WebhookEvidence.Seen(
                                number.phoneNumberId(),
                                new AppActivity.Evidence(
                                        AppActivity.Kind.CONTACT_CHANGE, TIME.instant()),
                                1)));
        assertThat(status(connection, OnboardingStep.SYNC_CONTACTS)).isEqualTo(StepStatus.DONE);
    }

    @Test
    void aRefusedImportDoesNotEndTheLink() {
        meta.faults().add(Fault.refuse(2593108).at("smb_app_data").always());

        var connection = parts.signUp(meta, onTheApp(), ConnectionMode.COEXISTENCE);

        assertThat(connection.state()).isInstanceOf(Connected.class);
        assertThat(status(connection, OnboardingStep.SYNC_HISTORY)).isEqualTo(StepStatus.REFUSED);
    }

    @Test
    void aThrottledRequestIsMadeAgainLater() {
        meta.faults().add(Fault.refuse(80007).at("smb_app_data"));
        var number = onTheApp();
        var connection = parts.signUp(meta, number, ConnectionMode.COEXISTENCE);
        assertThat(connection.state()).isInstanceOf(ConnectionState.Onboarding.class);
        assertThat(status(connection, OnboardingStep.SYNC_CONTACTS)).isEqualTo(StepStatus.WAITING);
        assertThat(parts.steps.findDue(TIME.instant())).doesNotContain(connection.id());

        later(Duration.ofSeconds(2));
        assertThat(parts.steps.findDue(TIME.instant())).contains(connection.id());
        parts.onboarding.advance(connection.id());

        assertThat(find(connection).state()).isInstanceOf(Connected.class);
        assertThat(status(connection, OnboardingStep.SYNC_CONTACTS)).isEqualTo(StepStatus.RUNNING);
    }

    @Test
    void nothingIsAskedForAfterTwentyFourHours() {
        meta.faults().add(Fault.refuse(80007).at("smb_app_data"));
        var connection = parts.signUp(meta, onTheApp(), ConnectionMode.COEXISTENCE);

        later(Duration.ofHours(25));
        parts.onboarding.advance(connection.id());

        assertThat(status(connection, OnboardingStep.SYNC_CONTACTS)).isEqualTo(StepStatus.EXPIRED);
        assertThat(status(connection, OnboardingStep.SYNC_HISTORY)).isEqualTo(StepStatus.EXPIRED);
        assertThat(find(connection).state()).isInstanceOf(Connected.class);
    }
}
