package dev.coexistence.connection.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnecting;
import dev.coexistence.connection.lifecycle.ConnectionState.Expired;
import dev.coexistence.connection.lifecycle.ConnectionState.Failed;
import dev.coexistence.connection.lifecycle.ConnectionState.Failure;
import dev.coexistence.connection.lifecycle.ConnectionState.Onboarding;
import dev.coexistence.connection.lifecycle.ConnectionState.Party;
import dev.coexistence.connection.lifecycle.ConnectionState.Pending;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.schemas.events.ConnectionStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateColumnsTest {
    private static final Instant AT = Instant.parse("2026-11-01T08:00:00Z");

    static Stream<ConnectionState> states() {
        return Stream.of(
                new Pending(AT),
                new Expired(AT),
                new Onboarding(OnboardingStep.REGISTER, AT),
                new Failed(
                        OnboardingStep.REGISTER, new Failure(133005, "wrong PIN", "give it"), AT),
                new Connected(AT),
                new Suspended("ACCOUNT_OFFBOARDED", AT),
                new Disconnecting(Party.OWNER, AT),
                new Disconnected("PRIMARY_INACTIVITY", "SYSTEM", AT),
                new Disconnected(null, null, AT));
    }

    @ParameterizedTest
    @MethodSource("states")
    void everyStateComesBackAsItWas(ConnectionState state) {
        assertThat(StateColumns.of(state).toState()).isEqualTo(state);
    }

    @Test
    void everyStateThatCanHaveANumberHasAnEntryInTheSchema() {
        var known = Arrays.stream(ConnectionStatus.values()).map(Enum::name).toList();

        // A sign-up that expires never learnt its number, so it is never published.
        assertThat(
                        states().map(StateColumns::of)
                                .map(StateColumns::state)
                                .filter(state -> !state.equals("EXPIRED")))
                .allMatch(known::contains);
    }
}
