package dev.coexistence.connection.api;

import dev.coexistence.connection.api.ConnectionView.ActivityView;
import dev.coexistence.connection.api.ConnectionView.CheckView;
import dev.coexistence.connection.api.ConnectionView.EvidenceView;
import dev.coexistence.connection.api.ConnectionView.HoldView;
import dev.coexistence.connection.api.ConnectionView.RestrictionView;
import dev.coexistence.connection.api.ConnectionView.StepView;
import dev.coexistence.connection.api.ConnectionView.SyncPart;
import dev.coexistence.connection.api.ConnectionView.SyncView;
import dev.coexistence.connection.api.ConnectionView.Why;
import dev.coexistence.connection.clock.ServiceClock;
import dev.coexistence.connection.hold.DispatchHold;
import dev.coexistence.connection.hold.DispatchHolds;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.LinkCheck;
import dev.coexistence.connection.lifecycle.ModeSwitchPlan;
import dev.coexistence.connection.lifecycle.NumberFacts;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.meta.QualityRating;
import dev.coexistence.connection.onboarding.Onboarding;
import dev.coexistence.connection.onboarding.StepJournal;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.record.ConnectionRow;
import dev.coexistence.connection.record.EvidenceLog;
import dev.coexistence.connection.record.LinkCheckResults;
import dev.coexistence.connection.record.StateColumns;
import dev.coexistence.connection.watch.ActivityWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Gathers what the API shows of a connection. */
@Component
class ConnectionViews {
    private final JdbcClient jdbc;
    private final StepJournal steps;
    private final LinkCheckResults checks;
    private final EvidenceLog evidence;
    private final ActivityWatch activity;
    private final PolicyCatalogue policies;
    private final ServiceClock clock;

    ConnectionViews(
            JdbcClient jdbc,
            StepJournal steps,
            LinkCheckResults checks,
            EvidenceLog evidence,
            ActivityWatch activity,
            PolicyCatalogue policies,
            ServiceClock clock) {
        this.jdbc = jdbc;
        this.steps = steps;
        this.checks = checks;
        this.evidence = evidence;
        this.activity = activity;
        this.policies = policies;
        this.clock = clock;
    }

    ConnectionView of(Connection connection) {
        var facts = connection.number();
        var state = StateColumns.of(connection.state());
        var results = checks.findAll(connection.id());
        boolean coexists = connection.mode() == ConnectionMode.COEXISTENCE;
        var entries = steps.findAll(connection.id());
        return new ConnectionView(
                facts == null ? null : facts.phoneNumberId(),
                connection.id().toString(),
                facts == null ? null : facts.epoch(),
                connection.tenant(),
                state.state(),
                state.since(),
                connection.mode(),
                connection.budgetPerSecond(),
                connection.signUp().number().e164(),
                facts == null ? null : facts.profile().verified(),
                facts == null ? QualityRating.UNKNOWN : facts.profile().quality(),
                facts == null ? null : facts.wabaId(),
                connection.signUp().number().country(),
                policies.inForce().edition(),
                coexists ? policies.inForce().disabledFeatures() : List.of(),
                why(state),
                entries.stream().map(ConnectionViews::step).toList(),
                results.stream().map(ConnectionViews::check).toList(),
                !results.isEmpty()
                        && results.stream()
                                .allMatch(kept -> kept.check().status() == LinkCheck.Status.PASSED),
                coexists && facts != null ? sync(facts, entries) : null,
                coexists && facts != null ? activity(connection) : null,
                restrictions(connection.id()),
                coexists && connection.state() instanceof ConnectionState.Disconnecting
                        ? ModeSwitchPlan.ownerDisconnects()
                        : null,
                hold(connection).map(ConnectionViews::hold).orElse(null));
    }

    /** Empty where Meta takes its messages, or where it has no link. */
    Optional<DispatchHold> hold(Connection connection) {
        return connection.state() instanceof ConnectionState.Live
                ? new DispatchHolds(jdbc).find(connection.facts().phoneNumberId())
                : Optional.empty();
    }

    private static HoldView hold(DispatchHold hold) {
        return new HoldView(
                hold.state(),
                hold.reason(),
                hold.since(),
                hold.releasedBy(),
                hold.meta().code(),
                hold.meta().subcode(),
                hold.meta().message(),
                hold.meta().details(),
                hold.nextProbeAt(),
                hold.probes(),
                hold.waiting(),
                hold.nextAction());
    }

    private static @Nullable Why why(StateColumns state) {
        boolean empty =
                state.reason() == null && state.initiatedBy() == null && state.nextAction() == null;
        return empty
                ? null
                : new Why(
                        state.step(),
                        state.metaCode() == 0 ? null : state.metaCode(),
                        state.reason(),
                        state.initiatedBy(),
                        state.nextAction());
    }

    private static StepView step(StepJournal.Entry entry) {
        return new StepView(
                entry.step().name(), entry.status().name(), entry.attempts(), entry.evidence());
    }

    private static CheckView check(LinkCheckResults.Kept kept) {
        return new CheckView(
                kept.check().subject().name(),
                kept.check().status().name(),
                kept.check().evidence(),
                kept.at());
    }

    private SyncView sync(NumberFacts facts, List<StepJournal.Entry> steps) {
        Instant deadline = facts.onboardedAt().plus(Onboarding.SYNC_WINDOW);
        return new SyncView(
                part(steps, OnboardingStep.SYNC_CONTACTS),
                part(steps, OnboardingStep.SYNC_HISTORY),
                deadline,
                Math.max(0, Duration.between(clock.instant(), deadline).toSeconds()));
    }

    private static SyncPart part(List<StepJournal.Entry> steps, OnboardingStep step) {
        return steps.stream()
                .filter(entry -> entry.step() == step)
                .findFirst()
                .map(entry ->
                        new SyncPart(entry.status().name(), entry.evidence(), entry.progress()))
                .orElseGet(() -> new SyncPart("NOT_REQUESTED", "", null));
    }

    private ActivityView activity(Connection connection) {
        var rule = activity.rule();
        var clockState = connection.activity();
        var last = clockState.last();
        return new ActivityView(
                last == null ? null : last.at(),
                last == null ? null : last.kind().name(),
                last == null ? null : last.kind().certainty().name(),
                last == null ? null : Duration.between(last.at(), clock.instant()).toSeconds(),
                clockState.deadline(rule),
                clockState.warnedDays(),
                clockState.isPresumedInactive(rule),
                evidence.findAll(connection.id()).stream()
                        .map(kept ->
                                new EvidenceView(
                                        kept.kind().name(),
                                        kept.kind().certainty().name(),
                                        kept.at(),
                                        kept.statedBy()))
                        .toList());
    }

    private List<RestrictionView> restrictions(UUID id) {
        return jdbc.sql("select * from restriction where connection_id = :id order by since")
                .param("id", id)
                .query((row, _) ->
                        new RestrictionView(
                                row.getString("kind"),
                                ConnectionRow.maybeTime(row, "until"),
                                ConnectionRow.time(row, "since")))
                .list();
    }
}
