package dev.coexistence.connection.watch;

import dev.coexistence.access.Caller;
import dev.coexistence.connection.lifecycle.AppActivity.Evidence;
import dev.coexistence.connection.lifecycle.AppActivity.Kind;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionChange;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.policy.ActivityRule;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.record.CallerAct;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.EvidenceLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The activity clock of coexistence links: takes evidence that the app was opened, and warns where
 * there is none. Each warning is one record, one count and one entry in the history.
 */
@Component
public class ActivityWatch {
    private final EvidenceLog evidence;
    private final Connections connections;
    private final PolicyCatalogue policies;
    private final ConnectionMetrics metrics;
    private final InstantSource time;

    public ActivityWatch(
            EvidenceLog evidence,
            Connections connections,
            PolicyCatalogue policies,
            ConnectionMetrics metrics,
            InstantSource time) {
        this.evidence = evidence;
        this.connections = connections;
        this.policies = policies;
        this.metrics = metrics;
        this.time = time;
    }

    /** Takes evidence for a coexistence link; older evidence than is known changes nothing. */
    public void takeEvidence(UUID id, Evidence shown) {
        Instant now = time.instant();
        var capped = shown.at().isAfter(now) ? new Evidence(shown.kind(), now) : shown;
        connections.inTransaction(() -> {
            evidence.keep(id, capped, null);
            return connections.change(
                    id, row -> takeEvidence(row, capped, "evidence of " + capped.kind()));
        });
    }

    /** A person says that the app was opened just now. */
    public Optional<Connection> openedNow(UUID id, Caller caller) {
        String name = caller.name();
        var opened = new Evidence(Kind.OPERATOR, time.instant());
        return connections.inTransaction(() -> {
            var changed =
                    connections.change(
                            id,
                            new CallerAct(caller, "connection.app-opened"),
                            row ->
                                    isWatched(row)
                                            ? Optional.of(
                                                    new ConnectionChange(
                                                            row.withActivity(
                                                                    row.activity()
                                                                            .addEvidence(
                                                                                    opened,
                                                                                    rule(),
                                                                                    opened.at())),
                                                            "APP_OPENED",
                                                            "stated by " + name))
                                            : Optional.empty());
            changed.ifPresent(_ -> evidence.keep(id, opened, name));
            return changed;
        });
    }

    /** Called every second; warns where a threshold has been passed. */
    public void check() {
        ActivityRule rule = rule();
        int first = rule.warnings().isEmpty() ? rule.days() : rule.warnings().getFirst();
        Instant now = time.instant();
        for (Connection connection :
                connections.listSilentSince(now.minus(Duration.ofDays(first)), rule.days())) {
            for (int days : connection.activity().due(rule, now)) {
                warn(connection.id(), days, rule, now);
            }
        }
    }

    private void warn(UUID id, int days, ActivityRule rule, Instant now) {
        connections
                .change(
                        id,
                        row ->
                                isWatched(row) && row.activity().due(rule, now).contains(days)
                                        ? Optional.of(addWarning(row, days, rule))
                                        : Optional.empty())
                .ifPresent(_ -> metrics.countWarning(days));
    }

    private static ConnectionChange addWarning(Connection row, int days, ActivityRule rule) {
        return new ConnectionChange(
                row.withActivity(row.activity().addWarning(days)),
                days >= rule.days() ? "PRESUMED_INACTIVE" : "INACTIVITY_WARNING",
                days + " days without evidence that the app was opened");
    }

    private Optional<ConnectionChange> takeEvidence(Connection row, Evidence evidence, String why) {
        if (!isWatched(row)) {
            return Optional.empty();
        }
        var next = row.activity().addEvidence(evidence, rule(), time.instant());
        if (next.equals(row.activity())) {
            return Optional.empty();
        }
        boolean over = row.activity().warnedDays() > 0 && next.warnedDays() == 0;
        return Optional.of(
                over
                        ? new ConnectionChange(row.withActivity(next), "ACTIVE_AGAIN", why)
                        : ConnectionChange.silent(row.withActivity(next)));
    }

    /** The clock runs for what is linked to a phone. */
    private static boolean isWatched(Connection row) {
        return row.mode() == ConnectionMode.COEXISTENCE
                && (row.state() instanceof ConnectionState.Live
                        || row.state() instanceof ConnectionState.Onboarding);
    }

    public ActivityRule rule() {
        return policies.inForce().activity();
    }
}
