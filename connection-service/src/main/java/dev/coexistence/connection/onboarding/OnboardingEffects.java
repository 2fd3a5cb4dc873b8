package dev.coexistence.connection.onboarding;

import dev.coexistence.connection.lifecycle.AppActivity;
import dev.coexistence.connection.lifecycle.AppActivity.Evidence;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionChange;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.NumberFacts;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.lifecycle.StepOutcome;
import dev.coexistence.connection.lifecycle.StepOutcome.Effect;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.EncryptedSecrets;
import dev.coexistence.connection.record.EvidenceLog;
import dev.coexistence.connection.record.LinkCheckResults;
import dev.coexistence.graph.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Applies the effects of steps that are done, within the transaction that stores the step. */
@Component
public class OnboardingEffects {
    private static final int HIGH_THROUGHPUT = 1_000;

    private final Connections connections;
    private final EncryptedSecrets secrets;
    private final LinkCheckResults checks;
    private final EvidenceLog evidence;
    private final PolicyCatalogue policies;
    private final ConnectionMetrics metrics;
    private final InstantSource time;

    public OnboardingEffects(
            Connections connections,
            EncryptedSecrets secrets,
            LinkCheckResults checks,
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
    void count(OnboardingStep step, StepOutcome outcome) {
        metrics.countStep(step, outcome);
    }

    /** True where another step may follow. */
    boolean apply(Connection connection, Effect effect) {
        UUID id = connection.id();
        switch (effect) {
            case Effect.None() -> {}
            case Effect.TokenObtained(Secret token) ->
                    secrets.replaceCode(id, token, time.instant());
            case Effect.NumberFound(PhoneNode node, String wabaId) -> {
                secrets.bind(id, node.id());
                connections.change(
                        id,
                        row ->
                                Optional.of(
                                        new ConnectionChange(
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
                                            new ConnectionChange(
                                                    withNode(row, node),
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

    private Connection withNode(Connection row, PhoneNode node) {
        return row.withNumber(row.facts().withProfile(NumberFacts.Profile.of(node)))
                .withBudget(budget(row.mode(), node));
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
        for (Connection older : connections.listOlderLinks(connection)) {
            connections.change(older.id(), row -> replace(row, now));
        }
        connections.show(connection);
        connections.change(
                connection.id(),
                row -> {
                    if (!(row.state() instanceof ConnectionState.Onboarding onboarding)) {
                        return Optional.empty();
                    }
                    var next = row.withState(onboarding.connect(now));
                    return Optional.of(
                            new ConnectionChange(
                                    row.mode() == ConnectionMode.COEXISTENCE
                                            ? next.withActivity(recordOpening(row))
                                            : next,
                                    "CONNECTED",
                                    "subscription and registration shown"));
                });
    }

    private AppActivity recordOpening(Connection row) {
        var opened = new Evidence(AppActivity.Kind.ONBOARDING, row.facts().onboardedAt());
        evidence.keep(row.id(), opened, null);
        return row.activity().addEvidence(opened, policies.inForce().activity(), time.instant());
    }

    private static Optional<ConnectionChange> replace(Connection row, Instant now) {
        return row.state() instanceof ConnectionState.Live live
                ? Optional.of(
                        new ConnectionChange(
                                row.withState(live.end("REPLACED_BY_NEW_SIGN_UP", null, now)),
                                "DISCONNECTED",
                                "a newer sign-up of the number is proven"))
                : Optional.empty();
    }
}
