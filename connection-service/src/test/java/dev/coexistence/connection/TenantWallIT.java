package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.access.Caller;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Failed;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.onboarding.SignUpOutcome;
import dev.coexistence.database.TenantView;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** Two tenants' numbers on one database: each is alone with its own. */
class TenantWallIT {
    private static final Caller NORTH = Samples.caller("north");
    private static final Caller SOUTH = Samples.caller("south");
    private static Simulator meta;
    private static Parts parts;
    private static TenantParts tenants;
    private static int numbers;

    @BeforeAll
    static void start() {
        meta = Simulator.start(SimulatorSettings.defaults());
        DataSource database = Parts.database("tenants");
        parts = new Parts(database, Parts.graph(meta), InstantSource.system());
        tenants = new TenantParts(database, parts, InstantSource.system());
    }

    @AfterAll
    static void stop() {
        meta.close();
    }

    @Test
    void everyTableThatATenantReadsIsBehindTheWall() {
        List<String> open =
                tenants.jdbc.query(
                        """
                        select relname from pg_class join pg_namespace n on n.oid = relnamespace
                        where nspname = 'connection' and relkind in ('r', 'p', 'v', 'm') and not relrowsecurity
                          and has_any_column_privilege('coexistence_connection_tenant', pg_class.oid, 'select')
                        """,
                        (row, _) -> row.getString(1));

        assertThat(open).isEmpty();
    }

    @Test
    void aForgottenWhereShowsTheTenantsOwnAlone() {
        var north = signUp(NORTH, onTheApp());
        var south = signUp(SOUTH, onTheApp());

        assertThat(names("select phone_number_id from connection", NORTH))
                .contains(north.facts().phoneNumberId())
                .doesNotContain(south.facts().phoneNumberId());
        assertThat(names("select phone_number_id from number", SOUTH))
                .contains(south.facts().phoneNumberId())
                .doesNotContain(north.facts().phoneNumberId());
        for (String table : List.of("step", "self_check", "history", "activity_evidence")) {
            assertThat(names("select connection_id from " + table, NORTH))
                    .as(table)
                    .contains(north.id().toString())
                    .doesNotContain(south.id().toString());
        }
        assertThatThrownBy(() -> names("select encrypted_token from connection", NORTH))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> names("select topic from outbox", NORTH))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void anothersConnectionsAreNotThere() {
        var north = signUp(NORTH, onTheApp());
        String number = north.facts().phoneNumberId();

        assertThat(tenants.connections.findCurrent(SOUTH, number)).isEmpty();
        assertThat(tenants.connections.find(SOUTH, north.id())).isEmpty();
        assertThat(tenants.connections.listCurrents(SOUTH, "", 500)).doesNotContain(north);
        assertThat(tenants.connections.listLive(SOUTH)).doesNotContain(north);
        assertThat(tenants.connections.findCurrent(NORTH, number)).contains(find(north));
        assertThat(tenants.connections.listCurrents(NORTH, "", 500)).contains(find(north));
        assertThat(parts.published(number))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getTenant()).isEqualTo("north"));
    }

    @Test
    void aSignUpLearnsNothingOfAnothersOfTheSameNumber() {
        var number = onTheApp();
        var theirs = start(NORTH, number);
        var own = start(SOUTH, number);

        assertThat(own.id()).isNotEqualTo(theirs.id());
        assertThat(
                        parts.signUps.start(
                                SOUTH,
                                SOUTH.tenantOrDefault(),
                                ConnectionMode.COEXISTENCE,
                                number.displayPhoneNumber(),
                                false))
                .isEqualTo(new SignUpOutcome.UnderWay(find(own)));
    }

    @Test
    void aNumberStaysItsTenantsUntilAnOperatorMovesIt() {
        var number = onTheApp();
        var owned = signUp(NORTH, number);
        meta.phone(number).disconnects("ACCOUNT_DISCONNECTED", "BUSINESS");
        var wanted = start(SOUTH, number);

        complete(SOUTH, wanted, number);

        assertThat(find(wanted).state())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                            assertThat(failed.step()).isEqualTo(OnboardingStep.FIND_NUMBER);
                            assertThat(failed.failure().nextAction()).contains("operator");
                        });
        assertThat(find(wanted).number()).isNull();
        assertThat(find(owned).state()).isInstanceOf(Connected.class);

        var operator = operator();
        assertThat(parts.connections.move(owned.id(), "south", operator)).isPresent();

        assertThat(tenants.connections.findCurrent(NORTH, number.phoneNumberId())).isEmpty();
        assertThat(tenants.connections.findCurrent(SOUTH, number.phoneNumberId())).isPresent();
        assertThat(parts.published(number.phoneNumberId()).getLast().getTenant())
                .isEqualTo("south");
        assertThat(parts.history(owned.id())).endsWith("TENANT_CHANGED");
        var unused = parts.completion.resume(wanted.id(), SOUTH, Optional.empty());
        assertThat(find(wanted).state()).isInstanceOf(Connected.class);
        assertThat(find(owned).state()).isInstanceOf(ConnectionState.Disconnected.class);
    }

    @Test
    void aDisconnectedNumberIsStillItsTenants() {
        var number = onTheApp();
        var owned = signUp(NORTH, number);
        meta.phone(number).disconnects("ACCOUNT_DISCONNECTED", "BUSINESS");
        parts.connections.change(
                owned.id(),
                row ->
                        row.state() instanceof ConnectionState.Live live
                                ? Optional.of(
                                        new dev.coexistence.connection.lifecycle.ConnectionChange(
                                                row.withState(
                                                        live.end(
                                                                "PARTNER_REMOVED",
                                                                null,
                                                                InstantSource.system().instant())),
                                                "DISCONNECTED",
                                                "by Meta"))
                                : Optional.empty());
        var wanted = start(SOUTH, number);

        complete(SOUTH, wanted, number);

        assertThat(find(wanted).state()).isInstanceOf(Failed.class);
        assertThat(tenants.connections.findCurrent(SOUTH, number.phoneNumberId())).isEmpty();
    }

    private static Caller operator() {
        return new Caller(
                Caller.Kind.PERSON,
                "root",
                "Olga Operator",
                null,
                dev.coexistence.access.Role.OPERATOR.scopes(),
                null);
    }

    private static List<String> names(String statement, Caller caller) {
        return tenants.transactions.within(
                TenantView.ofCaller(caller.tenant()),
                () -> tenants.jdbc.query(statement, (row, _) -> row.getString(1)));
    }

    private static Connection signUp(Caller caller, SimulatedNumber number) {
        var started = start(caller, number);
        complete(caller, started, number);
        var connection = find(started);
        assertThat(connection.state()).isInstanceOf(Connected.class);
        return connection;
    }

    private static Connection start(Caller caller, SimulatedNumber number) {
        var outcome =
                parts.signUps.start(
                        caller,
                        caller.tenantOrDefault(),
                        ConnectionMode.COEXISTENCE,
                        number.displayPhoneNumber(),
                        false);
        if (!(outcome instanceof SignUpOutcome.Started(Connection started))) {
            throw new AssertionError("Not started: " + outcome);
        }
        return started;
    }

    private static void complete(Caller caller, Connection started, SimulatedNumber number) {
        var popup = meta.signUp(number.phoneNumberId(), SignUpMode.COEXISTENCE);
        var unused =
                parts.completion.complete(
                        started.id(), caller, Parts.brought(popup, ConnectionMode.COEXISTENCE));
    }

    private static Connection find(Connection connection) {
        return parts.connections.find(connection.id()).orElseThrow();
    }

    private static SimulatedNumber onTheApp() {
        return meta.addNumber(NumberSpec.onTheApp("+1555010%04d".formatted(7_000 + ++numbers)));
    }
}
