package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.onboarding.SignUpOutcome;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.simulator.number.SignUpMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Sign-ups at once, forgotten ones, and the token that one brings. */
class OnboardingIT extends OnboardingScenario {

    @Test
    void oneOfTwoSignUpsAtOnceWins() throws Exception {
        var number = onTheApp();
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<SignUpOutcome> start =
                    () ->
                            parts.signUps.start(
                                    Samples.SAM,
                                    Samples.SAM.tenantOrDefault(),
                                    ConnectionMode.COEXISTENCE,
                                    number.displayPhoneNumber(),
                                    false);

            var outcomes =
                    threads.invokeAll(List.of(start, start, start, start)).stream()
                            .map(Future::resultNow)
                            .toList();

            assertThat(outcomes).filteredOn(SignUpOutcome.Started.class::isInstance).hasSize(1);
            assertThat(outcomes).filteredOn(SignUpOutcome.UnderWay.class::isInstance).hasSize(3);
        }
    }

    @Test
    void oneOfTwoCompletionsAtOnceWins() throws Exception {
        var number = onTheApp();
        var started = parts.start(number, ConnectionMode.COEXISTENCE);
        var popup = meta.signUp(number.phoneNumberId(), SignUpMode.COEXISTENCE);
        try (var threads = Executors.newFixedThreadPool(2)) {
            Callable<SignUpOutcome> complete =
                    () ->
                            parts.completion.complete(
                                    started.id(),
                                    Samples.SAM,
                                    Parts.brought(popup, ConnectionMode.COEXISTENCE));

            var outcomes =
                    threads.invokeAll(List.of(complete, complete)).stream()
                            .map(Future::resultNow)
                            .toList();

            assertThat(outcomes).filteredOn(SignUpOutcome.Ended.class::isInstance).hasSize(1);
            assertThat(outcomes).filteredOn(SignUpOutcome.NotNow.class::isInstance).hasSize(1);
        }
        assertThat(find(started).state()).isInstanceOf(Connected.class);
    }

    @Test
    void aSignUpThatNobodyFinishesExpiresAndMakesRoom() {
        var number = onTheApp();
        var started = parts.start(number, ConnectionMode.COEXISTENCE);

        later(Duration.ofMinutes(31));
        parts.signUps.expireOld();

        assertThat(find(started).state()).isInstanceOf(ConnectionState.Expired.class);
        assertThat(
                        complete(
                                        started,
                                        meta.signUp(number.phoneNumberId(), SignUpMode.COEXISTENCE))
                                .state())
                .isInstanceOf(ConnectionState.Expired.class);
        assertThat(parts.start(number, ConnectionMode.COEXISTENCE).id()).isNotEqualTo(started.id());
    }

    @Test
    void theTokenIsBoundToItsNumber() {
        var number = onTheApp();
        var connection = parts.signUp(meta, number, ConnectionMode.COEXISTENCE);

        byte[] stored =
                parts.jdbc
                        .sql("select encrypted_token from connection where id = :id")
                        .param("id", connection.id())
                        .query((row, _) -> row.getBytes(1))
                        .single();

        var cipher = TokenCipher.of(Parts.KEYSET);
        assertThat(cipher.decrypt(number.phoneNumberId(), stored)).isEqualTo(meta.tokenOf(number));
        assertThatThrownBy(() -> cipher.decrypt("9009", stored))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
