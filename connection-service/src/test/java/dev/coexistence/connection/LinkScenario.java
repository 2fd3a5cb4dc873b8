package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.AccountNotice;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.LinkCheck;
import dev.coexistence.connection.record.LinkCheckResults;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Connected numbers on a real database, and a clock to move. */
abstract class LinkScenario {
    static Simulator meta;
    private static int numbers;
    static Duration ahead = Duration.ZERO;
    static final InstantSource TIME = () -> InstantSource.system().instant().plus(ahead);
    static Parts parts;

    @BeforeAll
    static void start() {
        ahead = Duration.ZERO;
        meta = Simulator.start(SimulatorSettings.defaults());
        parts = new Parts(Parts.database("lifecycle"), Parts.graph(meta), TIME);
    }

    @AfterAll
    static void stop() {
        meta.close();
    }

    @AfterEach
    void misbehaveNoMore() {
        meta.faults().clear();
    }

    static LinkCheck.Status firstEvent(Connection connection) {
        return parts.checks.findAll(connection.id()).stream()
                .map(LinkCheckResults.Kept::check)
                .filter(check -> check.subject() == LinkCheck.Subject.FIRST_EVENT)
                .findFirst()
                .orElseThrow()
                .status();
    }

    static Connection connected() {
        return signUp(meta.addNumber(NumberSpec.onTheApp(next())));
    }

    static Connection signUp(SimulatedNumber number) {
        var connection = parts.signUp(meta, number, ConnectionMode.COEXISTENCE);
        assertThat(connection.state()).isInstanceOf(Connected.class);
        return connection;
    }

    static double warnings(int days) {
        return parts.meters
                .counter("whatsapp.connection.inactivity.warnings", "days", String.valueOf(days))
                .count();
    }

    static AccountNotice event(Connection connection, String event, String id) {
        return new AccountNotice(
                new AccountNotice.Source(connection.id() + id, "account_update"),
                new AccountNotice.Subject(null, connection.facts().wabaId(), null),
                new AccountNotice.What(event, null, null),
                "{\"event\":\"" + event + "\"}",
                TIME.instant());
    }

    /** As Meta sends them: nothing but the account and the event. */
    static AccountNotice ofAccount(String waba, String event) {
        return new AccountNotice(
                new AccountNotice.Source(UUID.randomUUID().toString(), "account_update"),
                new AccountNotice.Subject(null, waba, null),
                new AccountNotice.What(event, null, null),
                "{}",
                TIME.instant());
    }

    static AccountNotice notice(
            Connection connection, String event, @Nullable String reason, Instant at) {
        return new AccountNotice(
                new AccountNotice.Source(UUID.randomUUID().toString(), "account_update"),
                new AccountNotice.Subject(null, null, connection.signUp().number().digits()),
                new AccountNotice.What(event, reason, "SYSTEM"),
                "{}",
                at);
    }

    static ConnectionState state(Connection connection) {
        return find(connection).state();
    }

    static Connection find(Connection connection) {
        return parts.connections.find(connection.id()).orElseThrow();
    }

    static void later(Duration duration) {
        ahead = ahead.plus(duration);
        meta.clock().advance(duration);
    }

    static String next() {
        return "+1555010%04d".formatted(3_000 + ++numbers);
    }
}
