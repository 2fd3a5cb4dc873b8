package dev.coexistence.connection.watch;

import dev.coexistence.connection.lifecycle.AppActivity.Evidence;
import dev.coexistence.connection.lifecycle.AppActivity.Kind;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.lifecycle.StepStatus;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.onboarding.StepJournal;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.LinkCheckResults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Evidence that webhooks about messages, contacts and chats bring for a connection: of activity, of
 * the progress of a synchronisation, a first event. Called at least once per event; the newest
 * evidence counts, so that a repetition changes nothing.
 */
@Component
public class WebhookEvidence {
    /** Evidence that is hardly newer than what is stored is not worth a write. */
    private static final Duration CLOSE = Duration.ofMinutes(1);

    private final Connections connections;
    private final StepJournal steps;
    private final LinkCheckResults checks;
    private final ActivityWatch activity;
    private final ConnectionMetrics metrics;
    private final InstantSource time;
    private final Map<String, Instant> written = new ConcurrentHashMap<>();

    public WebhookEvidence(
            Connections connections,
            StepJournal steps,
            LinkCheckResults checks,
            ActivityWatch activity,
            ConnectionMetrics metrics,
            InstantSource time) {
        this.connections = connections;
        this.steps = steps;
        this.checks = checks;
        this.activity = activity;
        this.metrics = metrics;
        this.time = time;
    }

    /**
     * The newest evidence of each number and kind among a batch, with how many events showed it.
     */
    public record Seen(String phoneNumberId, Evidence evidence, int events) {}

    public void handle(Collection<Seen> batch) {
        for (Seen seen : batch) {
            Instant before = written.get(key(seen));
            if (before != null && seen.evidence().at().isBefore(before.plus(CLOSE))) {
                metrics.evidence(ConnectionMetrics.TAKEN, seen.events());
                continue;
            }
            var connection = connections.findNewest(seen.phoneNumberId());
            metrics.evidence(
                    connection.isPresent()
                            ? ConnectionMetrics.TAKEN
                            : ConnectionMetrics.UNKNOWN_NUMBER,
                    seen.events());
            connection
                    .filter(row -> !row.startedAfter(seen.evidence().at()))
                    .ifPresent(row -> take(row, seen));
        }
    }

    private void take(Connection connection, Seen seen) {
        checks.firstEvent(connection.id(), seen.evidence().kind().name(), time.instant());
        if (connection.mode() == ConnectionMode.COEXISTENCE) {
            activity.takeEvidence(connection.id(), seen.evidence());
        }
        if (seen.evidence().kind() == Kind.CONTACT_CHANGE) {
            settle(
                    connection,
                    OnboardingStep.SYNC_CONTACTS,
                    StepStatus.DONE,
                    "contacts have arrived");
        }
        written.put(key(seen), seen.evidence().at());
    }

    /** One chunk of the chats says how far the import is. */
    public void progressHistory(String phoneNumberId, int percent, Instant receivedAt) {
        findImport(phoneNumberId, receivedAt)
                .ifPresent(connection -> {
                    settle(
                            connection,
                            OnboardingStep.SYNC_HISTORY,
                            percent >= 100 ? StepStatus.DONE : StepStatus.RUNNING,
                            "chats are arriving");
                    steps.progress(connection.id(), OnboardingStep.SYNC_HISTORY, percent);
                });
    }

    /** The owner did not want to share the chats. */
    public void declineHistory(String phoneNumberId, int code, Instant receivedAt) {
        findImport(phoneNumberId, receivedAt)
                .ifPresent(connection ->
                        settle(
                                connection,
                                OnboardingStep.SYNC_HISTORY,
                                StepStatus.DECLINED,
                                "the owner declined, code " + code));
    }

    private Optional<Connection> findImport(String phoneNumberId, Instant receivedAt) {
        return connections.findNewest(phoneNumberId).filter(row -> !row.startedAfter(receivedAt));
    }

    /** Webhooks settle what a call left open. An end that is known stays. */
    private void settle(
            Connection connection, OnboardingStep step, StepStatus status, String evidence) {
        steps.findAll(connection.id(), step)
                .filter(entry ->
                        switch (entry.status()) {
                            case INTENT, WAITING, UNKNOWN, RUNNING -> true;
                            case DONE, DECLINED, REFUSED, EXPIRED, FAILED -> false;
                        })
                .filter(entry -> entry.status() != status)
                .ifPresent(entry ->
                        steps.settle(
                                connection.id(),
                                step,
                                status,
                                entry.evidence().isEmpty()
                                        ? evidence
                                        : entry.evidence() + "; " + evidence,
                                time.instant()));
    }

    private static String key(Seen seen) {
        return seen.phoneNumberId() + "|" + seen.evidence().kind();
    }
}
