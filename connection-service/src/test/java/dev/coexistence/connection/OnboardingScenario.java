package dev.coexistence.connection;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.lifecycle.StepStatus;
import dev.coexistence.simulator.SignUp;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Onboardings on a real database, against a Meta that refuses, stalls and forgets. */
abstract class OnboardingScenario {
    static Simulator meta;
    private static int numbers;
    private static Duration ahead = Duration.ZERO;
    static final InstantSource TIME = () -> InstantSource.system().instant().plus(ahead);
    static Parts parts;

    @BeforeAll
    static void start() {
        ahead = Duration.ZERO;
        meta = Simulator.start(SimulatorSettings.defaults());
        parts = new Parts(Parts.database("onboarding"), Parts.graph(meta), TIME);
    }

    @AfterAll
    static void stop() {
        meta.close();
    }

    @AfterEach
    void misbehaveNoMore() {
        meta.faults().clear();
    }

    static Connection complete(Connection started, SignUp popup) {
        var unused =
                parts.completion.complete(
                        started.id(), Samples.SAM, Parts.brought(popup, started.mode()));
        return find(started);
    }

    static Connection find(Connection connection) {
        return parts.connections.find(connection.id()).orElseThrow();
    }

    static StepStatus status(Connection connection, OnboardingStep step) {
        return parts.steps.findAll(connection.id(), step).orElseThrow().status();
    }

    /** Time goes on for everybody. */
    static void later(Duration duration) {
        ahead = ahead.plus(duration);
        meta.clock().advance(duration);
    }

    static SimulatedNumber onTheApp() {
        return meta.addNumber(NumberSpec.onTheApp("+1555010%04d".formatted(2_000 + ++numbers)));
    }

    static SimulatedNumber fresh() {
        return meta.addNumber(NumberSpec.fresh("+1555010%04d".formatted(2_000 + ++numbers)));
    }
}
