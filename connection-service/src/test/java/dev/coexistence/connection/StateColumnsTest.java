package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.ConnectionState.Connected;
import dev.coexistence.connection.ConnectionState.Disconnected;
import dev.coexistence.connection.ConnectionState.Disconnecting;
import dev.coexistence.connection.ConnectionState.Expired;
import dev.coexistence.connection.ConnectionState.Failed;
import dev.coexistence.connection.ConnectionState.Failure;
import dev.coexistence.connection.ConnectionState.Onboarding;
import dev.coexistence.connection.ConnectionState.Party;
import dev.coexistence.connection.ConnectionState.Pending;
import dev.coexistence.connection.ConnectionState.Suspended;
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
