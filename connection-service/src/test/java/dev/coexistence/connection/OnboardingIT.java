package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.AppActivity;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Failed;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.lifecycle.StepStatus;
import dev.coexistence.connection.onboarding.SessionEvent;
import dev.coexistence.connection.onboarding.SignUpCompletion;
import dev.coexistence.connection.onboarding.SignUpOutcome;
import dev.coexistence.connection.watch.WebhookEvidence;
import dev.coexistence.graph.Secret;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.simulator.SignUp;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Onboardings on a real database, against a Meta that refuses, stalls and forgets. */
class OnboardingIT {
    private static Simulator meta;
    private static DataSource database;
    private static int numbers;
    private static Duration ahead = Duration.ZERO;
    private static final InstantSource TIME = () -> InstantSource.system().instant().plus(ahead);
    private static Parts parts;

    @BeforeAll
    static void start() {
        meta = Simulator.start(SimulatorSettings.defaults());
        database = Parts.database("onboarding");
        parts = new Parts(database, Parts.graph(meta), TIME);
    }

    @AfterAll
    static void stop() {
        meta.close();
    }

    @AfterEach
    void misbehaveNoMore() {
        meta.faults().clear();
    }

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

        assertThat(parts.completion.resume(connection.id(), Samples.SAM, Optional.of(new Secret("12345"))))
                .isInstanceOf(SignUpOutcome.Refused.class);
        var unused = parts.completion.resume(connection.id(), Samples.SAM, Optional.of(new Secret("482915")));

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

    @Test
    void oneOfTwoSignUpsAtOnceWins() throws Exception {
        var number = onTheApp();
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<SignUpOutcome> start =
                    () ->
                            parts.signUps.start(
                                    Samples.SAM, ConnectionMode.COEXISTENCE,
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
                                    started.id(), Samples.SAM, Parts.brought(popup, ConnectionMode.COEXISTENCE));

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

        var cipher = dev.coexistence.schemas.TokenCipher.of(Parts.KEYSET);
        assertThat(cipher.decrypt(number.phoneNumberId(), stored)).isEqualTo(meta.tokenOf(number));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> cipher.decrypt("9009", stored))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Connection complete(Connection started, SignUp popup) {
        var unused = parts.completion.complete(started.id(), Samples.SAM, Parts.brought(popup, started.mode()));
        return find(started);
    }

    private static Connection find(Connection connection) {
        return parts.connections.find(connection.id()).orElseThrow();
    }

    private static StepStatus status(Connection connection, OnboardingStep step) {
        return parts.steps.findAll(connection.id(), step).orElseThrow().status();
    }

    /** Time goes on for everybody. */
    private static void later(Duration duration) {
        ahead = ahead.plus(duration);
        meta.clock().advance(duration);
    }

    private static SimulatedNumber onTheApp() {
        return meta.addNumber(NumberSpec.onTheApp("+1555010%04d".formatted(2_000 + ++numbers)));
    }

    private static SimulatedNumber fresh() {
        return meta.addNumber(NumberSpec.fresh("+1555010%04d".formatted(2_000 + ++numbers)));
    }
}
