package dev.coexistence.connection;

import static dev.coexistence.connection.ConnectionRow.at;

import dev.coexistence.connection.Activity.Evidence;
import dev.coexistence.connection.Activity.Kind;
import dev.coexistence.connection.policy.ActivityRule;
import dev.coexistence.connection.policy.PolicyCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The activity clock of coexistence links: takes evidence that the app was opened, and warns where
 * there is none. Each warning is one record, one count and one entry in the history.
 */
class ActivityWatch {
    private final JdbcClient jdbc;
    private final Connections connections;
    private final PolicyCatalogue policies;
    private final ConnectionMetrics metrics;
    private final InstantSource time;

    ActivityWatch(
            JdbcClient jdbc,
            Connections connections,
            PolicyCatalogue policies,
            ConnectionMetrics metrics,
            InstantSource time) {
        this.jdbc = jdbc;
        this.connections = connections;
        this.policies = policies;
        this.metrics = metrics;
        this.time = time;
    }

    /** The newest evidence of a kind, for people. */
    record Kept(Kind kind, Instant at, @Nullable String statedBy) {}

    /** Takes evidence for a coexistence link; older evidence than is known changes nothing. */
    void seen(UUID id, Evidence evidence) {
        Instant now = time.instant();
        var capped = evidence.at().isAfter(now) ? new Evidence(evidence.kind(), now) : evidence;
        connections.together(() -> {
            keep(id, capped, null);
            return connections.change(id, row -> seen(row, capped, "evidence of " + capped.kind()));
        });
    }

    /** An operator says that the app was opened just now. */
    Optional<Connection> openedNow(UUID id, String name) {
        var evidence = new Evidence(Kind.OPERATOR, time.instant());
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
                                                                                    evidence,
                                                                                    rule(),
                                                                                    time
                                                                                            .instant())),
                                                            "APP_OPENED",
                                                            "stated by " + name))
                                            : Optional.empty());
            changed.ifPresent(_ -> keep(id, evidence, name));
            return changed;
        });
    }

    /** Called every second; warns where a threshold has been passed. */
    void check() {
        ActivityRule rule = rule();
        int first = rule.warnings().isEmpty() ? rule.days() : rule.warnings().getFirst();
        Instant now = time.instant();
        for (Connection connection : connections.silentSince(now.minus(Duration.ofDays(first)))) {
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

    private void keep(UUID id, Evidence evidence, @Nullable String statedBy) {
        jdbc.sql(
                        """
                        insert into activity_evidence (connection_id, kind, at, stated_by) values (:id, :kind, :at, :by)
                        on conflict (connection_id, kind) do update
                          set at = :at, stated_by = :by where activity_evidence.at < :at
                        """)
                .param("id", id)
                .param("kind", evidence.kind().name())
                .param("at", at(evidence.at()))
                .param("by", statedBy)
                .update();
    }

    List<Kept> evidence(UUID id) {
        return jdbc.sql(
                        "select * from activity_evidence where connection_id = :id order by at desc")
                .param("id", id)
                .query((row, _) ->
                        new Kept(
                                Kind.valueOf(row.getString("kind")),
                                ConnectionRow.time(row, "at"),
                                row.getString("stated_by")))
                .list();
    }

    ActivityRule rule() {
        return policies.inForce().activity();
    }
}
