package dev.coexistence.connection.onboarding;

import dev.coexistence.access.Caller;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionChange;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.ConnectionState.Failed;
import dev.coexistence.connection.lifecycle.ConnectionState.Pending;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.onboarding.SignUpOutcome.Ended;
import dev.coexistence.connection.onboarding.SignUpOutcome.NotNow;
import dev.coexistence.connection.onboarding.SignUpOutcome.Refused;
import dev.coexistence.connection.onboarding.SignUpOutcome.Running;
import dev.coexistence.connection.onboarding.SignUpOutcome.Unknown;
import dev.coexistence.connection.record.CallerAct;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.EncryptedSecrets;
import dev.coexistence.connection.record.StateColumns;
import dev.coexistence.graph.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** Takes what Meta's dialogue gave and has the onboarding made of it. */
@Component
public class SignUpCompletion {
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final Refused BAD_PIN = new Refused("bad-pin", "A PIN has six digits.");

    private final Connections connections;
    private final StepJournal steps;
    private final EncryptedSecrets secrets;
    private final SignUpNotes notes;
    private final OnboardingThreads threads;
    private final SignUpSettings settings;
    private final InstantSource time;

    /** The page's findings in the dialogue. */
    public record Brought(Secret code, SessionEvent.Finished event, Optional<Secret> pin) {}

    public SignUpCompletion(
            Connections connections,
            StepJournal steps,
            EncryptedSecrets secrets,
            SignUpNotes notes,
            OnboardingThreads threads,
            SignUpSettings settings,
            InstantSource time) {
        this.connections = connections;
        this.steps = steps;
        this.secrets = secrets;
        this.notes = notes;
        this.threads = threads;
        this.settings = settings;
        this.time = time;
    }

    public SignUpOutcome complete(UUID id, Caller caller, Brought brought) {
        var found = connections.find(id);
        if (found.isEmpty()) {
            return new Unknown();
        }
        var refused = findRefusal(found.get(), brought);
        if (refused.isPresent()) {
            return refused.get();
        }
        boolean taken = connections.inTransaction(() -> take(id, caller, brought));
        return taken
                ? work(id)
                : new NotNow(
                        found.get(),
                        "The sign-up was completed already, has expired or was given up.");
    }

    /** Takes up a failed onboarding again where it failed. */
    public SignUpOutcome resume(UUID id, Caller caller, Optional<Secret> pin) {
        var found = connections.find(id);
        if (found.isEmpty()) {
            return new Unknown();
        }
        if (!pin.stream().allMatch(SignUpCompletion::isPin)) {
            return BAD_PIN;
        }
        try {
            boolean resumed = connections.inTransaction(() -> tryResume(id, caller, pin));
            return resumed
                    ? work(id)
                    : new NotNow(
                            found.get(),
                            "Only an onboarding that failed after its token can be resumed.");
        } catch (DuplicateKeyException e) {
            return new NotNow(found.get(), "Another sign-up of this number is under way.");
        }
    }

    private Optional<SignUpOutcome> findRefusal(Connection connection, Brought brought) {
        if (!brought.pin().stream().allMatch(SignUpCompletion::isPin)) {
            return Optional.of(BAD_PIN);
        }
        if (brought.code().value().isBlank()) {
            return Optional.of(new Refused("bad-request", "The dialogue's code is missing."));
        }
        if (settings.acknowledgementRequired()
                && connection.mode() == ConnectionMode.COEXISTENCE
                && !notes.isAcknowledged(connection.id())) {
            return Optional.of(
                    new Refused(
                            "not-acknowledged",
                            "Nobody has acknowledged yet what the app loses: POST …/acknowledgement first."));
        }
        return Optional.empty();
    }

    private boolean take(UUID id, Caller caller, Brought brought) {
        var taken =
                connections.change(
                        id,
                        new CallerAct(caller, "connection.complete"),
                        row ->
                                row.state() instanceof Pending pending
                                                && time.instant()
                                                        .isBefore(row.signUp().period().expiresAt())
                                        ? Optional.of(
                                                new ConnectionChange(
                                                        row.withState(
                                                                pending.complete(time.instant())),
                                                        "DIALOGUE_FINISHED",
                                                        brought.event().event()))
                                        : Optional.empty());
        taken.ifPresent(connection -> {
            notes.keepHints(id, brought.event());
            secrets.keepCode(id, brought.code());
            if (connection.mode() == ConnectionMode.FULL_MIGRATION) {
                secrets.keepPin(connection, brought.pin().orElseGet(SignUpCompletion::newPin));
            }
        });
        return taken.isPresent();
    }

    private boolean tryResume(UUID id, Caller caller, Optional<Secret> pin) {
        var resumed =
                connections.change(
                        id,
                        new CallerAct(caller, "connection.resume"),
                        row ->
                                row.state() instanceof Failed failed && SignUps.resumable(failed)
                                        ? Optional.of(
                                                new ConnectionChange(
                                                        row.withState(
                                                                failed.resume(time.instant())),
                                                        "RESUMED",
                                                        "at step " + failed.step()))
                                        : Optional.empty());
        resumed.ifPresent(connection -> {
            if (StateColumns.of(connection.state()).step() instanceof String step
                    && step.equals(OnboardingStep.SELF_TEST.name())) {
                // What the test found missing may be to be done again; both may be repeated.
                steps.forget(id, List.of(OnboardingStep.SUBSCRIBE, OnboardingStep.VERIFY_MODE));
            }
            pin.ifPresent(secret -> secrets.keepPin(connection, secret));
            steps.restart(id, time.instant());
            steps.tryAgainAt(id, null);
        });
        return resumed.isPresent();
    }

    private SignUpOutcome work(UUID id) {
        var work = threads.advance(id);
        try {
            work.get(settings.answerWithin().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Running(connections.find(id).orElseThrow());
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The onboarding was interrupted and will be resumed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var connection = connections.find(id).orElseThrow();
        return connection.state() instanceof ConnectionState.Onboarding
                ? new Running(connection)
                : new Ended(connection);
    }

    private static boolean isPin(Secret pin) {
        return pin.value().matches("[0-9]{6}");
    }

    private static Secret newPin() {
        return new Secret("%06d".formatted(CHANCE.nextInt(1_000_000)));
    }
}
