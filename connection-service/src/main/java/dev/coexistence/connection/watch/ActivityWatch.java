package dev.coexistence.connection.watch;

import org.springframework.stereotype.Component;
import dev.coexistence.connection.lifecycle.Activity.Evidence;
import dev.coexistence.connection.lifecycle.Activity.Kind;
import dev.coexistence.connection.lifecycle.Change;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.policy.ActivityRule;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.EvidenceLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

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
    public void seen(UUID id, Evidence shown) {
        Instant now = time.instant();
        var capped = shown.at().isAfter(now) ? new Evidence(shown.kind(), now) : shown;
        connections.together(() -> {
            evidence.keep(id, capped, null);
            return connections.change(id, row -> seen(row, capped, "evidence of " + capped.kind()));
        });
    }

    /** An operator says that the app was opened just now. */
    public Optional<Connection> openedNow(UUID id, String name) {
        var opened = new Evidence(Kind.OPERATOR, time.instant());
        return connections.together(() -> {
            var changed =
                    connections.change(
                            id,
                            row ->
                                    watched(row)
                                            ? Optional.of(
                                                    new Change(
                                                            row.with(
                                                                    row.activity()
                                                                            .seen(
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
                connections.silentSince(now.minus(Duration.ofDays(first)), rule.days())) {
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
                                watched(row) && row.activity().due(rule, now).contains(days)
                                        ? Optional.of(warned(row, days, rule))
                                        : Optional.empty())
                .ifPresent(_ -> metrics.warned(days));
    }

    private static Change warned(Connection row, int days, ActivityRule rule) {
        return new Change(
                row.with(row.activity().warned(days)),
                days >= rule.days() ? "PRESUMED_INACTIVE" : "INACTIVITY_WARNING",
                days + " days without evidence that the app was opened");
    }

    private Optional<Change> seen(Connection row, Evidence evidence, String why) {
        if (!watched(row)) {
            return Optional.empty();
        }
        var next = row.activity().seen(evidence, rule(), time.instant());
        if (next.equals(row.activity())) {
            return Optional.empty();
        }
        boolean over = row.activity().warnedDays() > 0 && next.warnedDays() == 0;
        return Optional.of(
                over
                        ? new Change(row.with(next), "ACTIVE_AGAIN", why)
                        : Change.silent(row.with(next)));
    }

    /** The clock runs for what is linked to a phone. */
    private static boolean watched(Connection row) {
        return row.mode() == ConnectionMode.COEXISTENCE
                && (row.state() instanceof ConnectionState.Live
                        || row.state() instanceof ConnectionState.Onboarding);
    }

    public ActivityRule rule() {
        return policies.inForce().activity();
    }
}
