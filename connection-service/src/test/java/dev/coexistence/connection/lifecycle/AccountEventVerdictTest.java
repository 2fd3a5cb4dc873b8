package dev.coexistence.connection.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.Samples;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnected;
import dev.coexistence.connection.lifecycle.ConnectionState.Failed;
import dev.coexistence.connection.lifecycle.ConnectionState.Onboarding;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccountEventVerdictTest {
    private static final Instant NOW = Samples.START.plusSeconds(3600);

    @Test
    void offboardedSuspendsAndReconnectedResumes() {
        var suspended = decide(Samples.connected(), "ACCOUNT_OFFBOARDED", null, null);

        assertThat(suspended.state()).isEqualTo(new Suspended("ACCOUNT_OFFBOARDED", NOW));
        assertThat(decide(suspended, "ACCOUNT_RECONNECTED", null, null).state())
                .isEqualTo(new Connected(NOW));
    }

    @Test
    void reconnectedDoesNotLiftASuspensionOfAnotherKind() {
        var disabled = Samples.connected().withState(new Suspended("ACCOUNT_DISABLED", NOW));

        assertThat(decide(disabled, "ACCOUNT_RECONNECTED", null, null)).isEqualTo(disabled);
    }

    @Test
    void partnerRemovedEndsWithReasonAndInitiatorWhereMetaGivesThem() {
        assertThat(
                        decide(
                                        Samples.connected(),
                                        "PARTNER_REMOVED",
                                        "PRIMARY_INACTIVITY",
                                        "SYSTEM")
                                .state())
                .isEqualTo(new Disconnected("PRIMARY_INACTIVITY", "SYSTEM", NOW));
        assertThat(decide(Samples.connected(), "PARTNER_REMOVED", null, null).state())
                .isEqualTo(new Disconnected("PARTNER_REMOVED", null, NOW));
    }

    @Test
    void partnerRemovedDuringAnOnboardingFailsIt() {
        var onboarding =
                Samples.connected().withState(new Onboarding(OnboardingStep.SYNC_HISTORY, NOW));

        assertThat(decide(onboarding, "PARTNER_REMOVED", null, null).state())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.step()).isEqualTo(OnboardingStep.SYNC_HISTORY));
    }

    @Test
    void aBanSuspendsAndItsEndResumes() {
        var banned =
                AccountEventVerdict.decide(
                                Samples.connected(),
                                notice(
                                        "DISABLED_UPDATE",
                                        null,
                                        null,
                                        "{\"ban_info\":{\"waba_ban_state\":\"DISABLE\"}}"),
                                NOW)
                        .next();

        assertThat(banned.state()).isEqualTo(new Suspended("ACCOUNT_DISABLED", NOW));
        assertThat(
                        AccountEventVerdict.decide(
                                        banned,
                                        notice(
                                                "DISABLED_UPDATE",
                                                null,
                                                null,
                                                "{\"ban_info\":{\"waba_ban_state\":\"REINSTATE\"}}"),
                                        NOW)
                                .next()
                                .state())
                .isEqualTo(new Connected(NOW));
    }

    @Test
    void whatItDoesNotKnowIsNotedAndChangesNothing() {
        var change =
                AccountEventVerdict.decide(
                        Samples.connected(),
                        notice("MM_LITE_TERMS_SIGNED", null, null, "no json"),
                        NOW);

        assertThat(change.next()).isEqualTo(Samples.connected());
        assertThat(change.event()).isEqualTo("ACCOUNT_EVENT");
    }

    @Test
    void readsRestrictionsAndSkipsWhatItCannotRead() {
        var restrictions =
                AccountDetails.restrictions(
                        """
                        {"restriction_info":[{"restriction_type":"RESTRICTED_ADD_PHONE_NUMBER_ACTION","expiration":1767000000},
                          {"restriction_type":"OTHER","expiration":"soon"},{"odd":1}]}
                        """);

        assertThat(restrictions)
                .containsExactly(
                        new AccountDetails.Restriction(
                                "RESTRICTED_ADD_PHONE_NUMBER_ACTION",
                                Instant.ofEpochSecond(1767000000)),
                        new AccountDetails.Restriction("OTHER", null));
    }

    private static Connection decide(
            Connection connection, String event, @Nullable String reason, @Nullable String by) {
        return AccountEventVerdict.decide(connection, notice(event, reason, by, "{}"), NOW).next();
    }

    private static AccountNotice notice(
            String event, @Nullable String reason, @Nullable String by, String json) {
        return new AccountNotice(
                new AccountNotice.Source("event-1", "account_update"),
                new AccountNotice.Subject(null, "2001", null),
                new AccountNotice.What(event, reason, by),
                json,
                NOW);
    }
}
