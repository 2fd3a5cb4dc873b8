package dev.coexistence.connection.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.Samples;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.StepOutcome.Done;
import dev.coexistence.connection.lifecycle.StepOutcome.Ended;
import dev.coexistence.connection.lifecycle.StepOutcome.Later;
import org.junit.jupiter.api.Test;

/** Which mode a number is in, by Meta's own fields alone. */
class OnboardingCallsTest {

    @Test
    void coexistenceIsOnTheAppAndOnTheCloudApi() {
        assertThat(
                        OnboardingCalls.compareMode(
                                ConnectionMode.COEXISTENCE,
                                Samples.node(true, "CLOUD_API", "CONNECTED")))
                .isInstanceOf(Done.class);
    }

    @Test
    void aClaimOfCoexistenceForANumberThatIsNotOnTheAppEnds() {
        assertThat(
                        OnboardingCalls.compareMode(
                                ConnectionMode.COEXISTENCE,
                                Samples.node(false, "CLOUD_API", "CONNECTED")))
                .isInstanceOfSatisfying(
                        Ended.class,
                        ended ->
                                assertThat(ended.failure().nextAction())
                                        .contains("full migration"));
    }

    @Test
    void silenceOfMetaIsNoRefutation() {
        assertThat(
                        OnboardingCalls.compareMode(
                                ConnectionMode.COEXISTENCE,
                                Samples.node(null, "CLOUD_API", "CONNECTED")))
                .isInstanceOf(Later.class);
        assertThat(
                        OnboardingCalls.compareMode(
                                ConnectionMode.COEXISTENCE, Samples.node(true, "", "")))
                .isInstanceOf(Later.class);
    }

    @Test
    void fullMigrationIsEverythingThatIsNotOnTheApp() {
        assertThat(
                        OnboardingCalls.compareMode(
                                ConnectionMode.FULL_MIGRATION,
                                Samples.node(null, "NOT_APPLICABLE", "PENDING")))
                .isInstanceOf(Done.class);
        assertThat(
                        OnboardingCalls.compareMode(
                                ConnectionMode.FULL_MIGRATION,
                                Samples.node(true, "CLOUD_API", "CONNECTED")))
                .isInstanceOf(Ended.class);
    }
}
