package dev.coexistence.connection.onboarding;

import org.springframework.stereotype.Component;
import dev.coexistence.connection.record.EvidenceLog;
import dev.coexistence.connection.record.Checks;
import dev.coexistence.connection.record.Vault;
import dev.coexistence.connection.lifecycle.Activity;
import dev.coexistence.connection.lifecycle.Activity.Evidence;
import dev.coexistence.connection.lifecycle.Change;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.NumberFacts;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.lifecycle.StepOutcome;
import dev.coexistence.connection.lifecycle.StepOutcome.Effect;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.graph.Secret;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.record.Connections;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** What a step that is done leaves behind. Called within the transaction that stores the step. */
@Component
public class OnboardingEffects {
    private static final int HIGH_THROUGHPUT = 1_000;

    private final Connections connections;
    private final Vault secrets;
    private final Checks checks;
    private final EvidenceLog evidence;
    private final PolicyCatalogue policies;
    private final ConnectionMetrics metrics;
    private final InstantSource time;

    public OnboardingEffects(
            Connections connections,
            Vault secrets,
            Checks checks,
            EvidenceLog evidence,
            PolicyCatalogue policies,
            ConnectionMetrics metrics,
            InstantSource time) {
        this.connections = connections;
        this.secrets = secrets;
        this.checks = checks;
        this.evidence = evidence;
        this.policies = policies;
        this.metrics = metrics;
        this.time = time;
    }

    /** Counts a try of a step, once what it came to is stored. */
    void stored(OnboardingStep step, StepOutcome outcome) {
        metrics.stepTried(step, outcome);
    }

    /** True where another step may follow. */
    boolean leave(Connection connection, Effect effect) {
        UUID id = connection.id();
        switch (effect) {
            case Effect.None() -> {}
            case Effect.TokenObtained(Secret token) ->
                    secrets.exchanged(id, token, time.instant());
            case Effect.NumberFound(PhoneNode node, String wabaId) -> {
                secrets.bind(id, node.id());
                connections.change(
                        id,
                        row ->
                                Optional.of(
                                        new Change(
                                                connections.identify(
                                                        row, NumberFacts.Profile.of(node), wabaId),
                                                "NUMBER_FOUND",
                                                "number " + node.id() + " of WABA " + wabaId)));
            }
            case Effect.ModeVerified(PhoneNode node) ->
                    connections.change(
                            id,
                            row ->
                                    Optional.of(
                                            new Change(
                                                    verified(row, node),
                                                    "MODE_VERIFIED",
                                                    node.toString())));
            case Effect.Tested(var results) -> {
                checks.keep(id, results, time.instant());
                connect(connection);
                return false;
            }
        }
        return true;
    }

    private Connection verified(Connection row, PhoneNode node) {
        return row.identified(row.facts().shown(NumberFacts.Profile.of(node)))
                .paced(budget(row.mode(), node));
    }

    /** Meta's level where it is known to be higher, else the edition's. */
    public int budget(ConnectionMode mode, PhoneNode node) {
        var budgets = policies.inForce().budgets();
        return switch (mode) {
            case COEXISTENCE -> budgets.coexistence();
            case FULL_MIGRATION ->
                    node.throughputLevel().equals("HIGH")
                            ? HIGH_THROUGHPUT
                            : budgets.fullMigration();
        };
    }

    /** The older link of this number, if there still is one, ends where the new one is proven. */
    private void connect(Connection connection) {
        boolean underWay =
                connections
                        .lock(connection.id())
                        .filter(row -> row.state() instanceof ConnectionState.Onboarding)
                        .isPresent();
        if (!underWay) {
            return;
        }
        Instant now = time.instant();
        for (Connection older : connections.olderLinks(connection)) {
            connections.change(older.id(), row -> replaced(row, now));
        }
        connections.show(connection);
        connections.change(
                connection.id(),
                row -> {
                    if (!(row.state() instanceof ConnectionState.Onboarding onboarding)) {
                        return Optional.empty();
                    }
                    var next = row.in(onboarding.proven(now));
                    return Optional.of(
                            new Change(
                                    row.mode() == ConnectionMode.COEXISTENCE
                                            ? next.with(opened(row))
                                            : next,
                                    "CONNECTED",
                                    "subscription and registration shown"));
                });
    }

    private Activity opened(Connection row) {
        var opened = new Evidence(Activity.Kind.ONBOARDING, row.facts().onboardedAt());
        evidence.keep(row.id(), opened, null);
        return row.activity().seen(opened, policies.inForce().activity(), time.instant());
    }

    private static Optional<Change> replaced(Connection row, Instant now) {
        return row.state() instanceof ConnectionState.Live live
                ? Optional.of(
                        new Change(
                                row.in(live.removed("REPLACED_BY_NEW_SIGN_UP", null, now)),
                                "DISCONNECTED",
                                "a newer sign-up of the number is proven"))
                : Optional.empty();
    }
}
