package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.meta.MetaApi;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.simulator.SignUp;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The service dies at every boundary of a sign-up, before and after each call to Meta and each
 * commit, and another instance goes on. What comes of it is connected or visibly failed, never
 * half.
 */
class CrashIT {
    private static final int MORE_THAN_ENOUGH = 500;
    private static Simulator meta;
    private static DataSource database;
    private static int numbers;

    @BeforeAll
    static void start() {
        meta = Simulator.start(SimulatorSettings.defaults());
        database = Parts.database("crash");
    }

    @AfterAll
    static void stop() {
        meta.close();
    }

    @TestFactory
    Stream<DynamicTest> coexistenceSurvivesACrashAtEveryBoundary() {
        return everyBoundary(ConnectionMode.COEXISTENCE);
    }

    @TestFactory
    Stream<DynamicTest> fullMigrationSurvivesACrashAtEveryBoundary() {
        return everyBoundary(ConnectionMode.FULL_MIGRATION);
    }

    private Stream<DynamicTest> everyBoundary(ConnectionMode mode) {
        var names = boundariesOf(mode);
        assertThat(names).hasSizeGreaterThan(30).hasSizeLessThan(MORE_THAN_ENOUGH);
        return IntStream.range(0, names.size())
                .mapToObj(index ->
                        DynamicTest.dynamicTest(
                                "boundary " + (index + 1) + ", " + names.get(index),
                                () -> crashAt(index + 1, mode)));
    }

    /** One sign-up without a crash tells which boundaries there are. */
    private static List<String> boundariesOf(ConnectionMode mode) {
        var boundaries = new CrashBoundaries(0);
        var number = number(mode);
        var parts = dying(boundaries);
        parts.signUp(meta, number, mode);
        return boundaries.names;
    }

    private static void crashAt(int boundary, ConnectionMode mode) {
        var number = number(mode);
        var boundaries = new CrashBoundaries(boundary);
        var dying = dying(boundaries);
        var calls = new EnumMap<MetaApi.Sync, Integer>(MetaApi.Sync.class);
        UUID id = null;
        SignUp popup = meta.signUp(number.phoneNumberId(), SignUpMode.valueOf(mode.name()));
        try {
            id = dying.start(number, mode).id();
            var unused = dying.completion.complete(id, Samples.SAM, Parts.brought(popup, mode));
        } catch (CrashBoundaries.Crash | IllegalStateException crashed) {
            assertThat(boundaries.crashed).as("crashed at the boundary").isTrue();
        }
        boundaries.counts.forEach((sync, count) -> calls.merge(sync, count, Integer::sum));

        var boundariesAfter = new CrashBoundaries(0);
        var successor = dying(boundariesAfter);
        var state = resume(successor, id, number, mode, popup);

        boundariesAfter.counts.forEach((sync, count) -> calls.merge(sync, count, Integer::sum));
        assertThat(calls.values()).as("synchronisations asked for").allMatch(count -> count == 1);
        assertConsistent(successor, number, state);
    }

    /**
     * What a fresh process does after its start, and a page that asks again where nothing was
     * taken.
     */
    private static Connection resume(
            Parts parts,
            @Nullable UUID started,
            SimulatedNumber number,
            ConnectionMode mode,
            SignUp popup) {
        Connection connection =
                parts.connections
                        .findLastByPhoneNumber(number.displayPhoneNumber())
                        .orElseGet(() -> parts.start(number, mode));
        assertThat(started == null || started.equals(connection.id())).isTrue();
        if (connection.state() instanceof ConnectionState.Pending) {
            var unused =
                    parts.completion.complete(
                            connection.id(), Samples.SAM, Parts.brought(popup, mode));
        } else {
            // The dead process's claim runs out.
            parts.steps.release(connection.id());
            assertThat(
                            connection.state() instanceof ConnectionState.Connected
                                    || parts.steps
                                            .findDue(parts.time.instant())
                                            .contains(connection.id()))
                    .as("an onboarding that was cut off is found again")
                    .isTrue();
            parts.onboarding.advance(connection.id());
        }
        return parts.connections.find(connection.id()).orElseThrow();
    }

    private static void assertConsistent(
            Parts parts, SimulatedNumber number, Connection connection) {
        switch (connection.state()) {
            case ConnectionState.Connected _ -> {
                var last = parts.published(number.phoneNumberId()).getLast();
                assertThat(last.getState()).isEqualTo(ConnectionStatus.CONNECTED);
                assertThat(last.getEpoch()).isEqualTo(1);
                assertThat(last.getVersion())
                        .isEqualTo(parts.published(number.phoneNumberId()).size());
                assertThat(parts.secrets.token(connection).value()).isEqualTo(meta.tokenOf(number));
                assertThat(parts.history(connection.id())).containsOnlyOnce("CONNECTED");
            }
            // The code had been used when the process died: only a new dialogue helps, and it says
            // so.
            case ConnectionState.Failed failed -> {
                assertThat(failed.step()).isEqualTo(OnboardingStep.EXCHANGE_CODE);
                assertThat(failed.failure().nextAction()).contains("new sign-up");
                assertThat(parts.published(number.phoneNumberId())).isEmpty();
            }
            default -> fail("half a connection: " + connection.state());
        }
    }

    private static SimulatedNumber number(ConnectionMode mode) {
        String display = "+1555010%04d".formatted(1_000 + ++numbers);
        return meta.addNumber(
                mode == ConnectionMode.COEXISTENCE
                        ? NumberSpec.onTheApp(display)
                        : NumberSpec.fresh(display));
    }

    private static Parts dying(CrashBoundaries boundaries) {
        return new Parts(
                database,
                new DyingMeta(Parts.graph(meta), boundaries),
                InstantSource.system(),
                new DyingTransactions(database, boundaries));
    }
}
