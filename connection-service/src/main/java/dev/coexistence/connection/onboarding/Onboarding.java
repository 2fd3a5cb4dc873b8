package dev.coexistence.connection.onboarding;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionChange;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.ConnectionState.Failure;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.lifecycle.StepOutcome;
import dev.coexistence.connection.lifecycle.StepOutcome.Effect;
import dev.coexistence.connection.lifecycle.StepStatus;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.EncryptedSecrets;
import dev.coexistence.graph.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Drives an onboarding from step to step. Each step is stored before its call and after it, so a
 * process that dies anywhere leaves an onboarding that another one resumes, or that fails visibly.
 * One process at a time works on an onboarding.
 */
@Component
public class Onboarding {
    static final Duration CODE_LIVES = Duration.ofSeconds(30);
    public static final Duration SYNC_WINDOW = Duration.ofHours(24);
    private static final Duration GIVE_UP = Duration.ofHours(24);

    /** Longer than the calls of any step; short while a code runs out. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private static final Duration EXCHANGE_LEASE = Duration.ofSeconds(15);
    private static final Duration TEST_PATIENCE = Duration.ofMinutes(10);
    private static final Duration REGISTER_WINDOW = Duration.ofHours(72);
    private static final int REGISTER_CALLS = 10;

    private final Connections connections;
    private final StepJournal steps;
    private final EncryptedSecrets secrets;
    private final SignUpNotes notes;
    private final OnboardingCalls calls;
    private final OnboardingEffects effects;
    private final InstantSource time;

    public Onboarding(
            Connections connections,
            StepJournal steps,
            EncryptedSecrets secrets,
            SignUpNotes notes,
            OnboardingCalls calls,
            OnboardingEffects effects,
            InstantSource time) {
        this.connections = connections;
        this.steps = steps;
        this.secrets = secrets;
        this.notes = notes;
        this.calls = calls;
        this.effects = effects;
        this.time = time;
    }

    /** Works until the onboarding ends, has to wait, or belongs to another process. */
    public void advance(UUID id) {
        if (!steps.claim(id, EXCHANGE_LEASE)) {
            return;
        }
        boolean more = true;
        while (more) {
            more = connections.find(id).map(this::advanceOnce).orElse(false);
        }
        // Only here: a process that dies keeps its claim until it runs out.
        steps.release(id);
    }

    private boolean advanceOnce(Connection connection) {
        if (!(connection.state() instanceof ConnectionState.Onboarding)
                || steps.waits(connection.id(), time.instant())) {
            return false;
        }
        OnboardingStep step = nextStep(connection);
        var before = steps.findAll(connection.id(), step);
        Connection current =
                connections.inTransaction(() -> {
                    steps.renew(
                            connection.id(),
                            step == OnboardingStep.EXCHANGE_CODE ? EXCHANGE_LEASE : LEASE);
                    steps.intend(connection.id(), step, time.instant());
                    steps.tryAgainAt(connection.id(), null);
                    return enter(connection, step);
                });
        boolean cutOff =
                before.map(StepJournal.Entry::status).filter(StepStatus.INTENT::equals).isPresent();
        StepOutcome outcome = attempt(current, step, cutOff);
        boolean more =
                settle(
                        current,
                        step,
                        outcome,
                        before.map(StepJournal.Entry::attempts).orElse(0) + 1);
        effects.count(step, outcome);
        return more;
    }

    private OnboardingStep nextStep(Connection connection) {
        var entries = steps.findAll(connection.id());
        return OnboardingStep.of(connection.mode()).stream()
                .filter(step ->
                        entries.stream()
                                .noneMatch(
                                        entry -> entry.step() == step && entry.status().isPassed()))
                .findFirst()
                .orElse(OnboardingStep.SELF_TEST);
    }

    private Connection enter(Connection connection, OnboardingStep step) {
        return connections
                .change(
                        connection.id(),
                        row ->
                                row.state() instanceof ConnectionState.Onboarding onboarding
                                                && onboarding.step() != step
                                        ? Optional.of(
                                                ConnectionChange.silent(
                                                        row.withState(onboarding.enter(step))))
                                        : Optional.empty())
                .orElse(connection);
    }

    private StepOutcome attempt(Connection connection, OnboardingStep step, boolean cutOff) {
        UUID id = connection.id();
        if (step == OnboardingStep.EXCHANGE_CODE) {
            return calls.exchange(secrets.code(id));
        }
        if (step.once()
                && time.instant().isAfter(connection.facts().onboardedAt().plus(SYNC_WINDOW))) {
            return new StepOutcome.Passed(
                    StepStatus.EXPIRED, "24 hours have passed since the sign-up");
        }
        if (step.once() && cutOff) {
            return new StepOutcome.Passed(
                    StepStatus.UNKNOWN,
                    "the call was cut off; webhooks will show whether it was made");
        }
        Secret token = secrets.token(connection);
        return switch (step) {
            case SUBSCRIBE -> calls.subscribe(notes.hintedWaba(id), token);
            case FIND_NUMBER ->
                    refuseAnothers(
                            connection, calls.findNumber(connection, notes.hintedWaba(id), token));
            case VERIFY_MODE -> calls.verifyMode(connection, token);
            case REGISTER -> register(connection, token);
            case SYNC_CONTACTS, SYNC_HISTORY -> calls.requestSync(connection, step, token);
            case SELF_TEST, EXCHANGE_CODE -> calls.selfTest(connection);
        };
    }

    private StepOutcome refuseAnothers(Connection connection, StepOutcome outcome) {
        return outcome instanceof StepOutcome.Done(String _, Effect.NumberFound(var node, String _))
                        && connections.isOfAnotherTenant(node.id(), connection)
                ? new StepOutcome.Ended(StepFailures.belongToAnotherTenant())
                : outcome;
    }

    private StepOutcome register(Connection connection, Secret token) {
        String number = connection.facts().phoneNumberId();
        Instant now = time.instant();
        int made = steps.registerCallsSince(number, now.minus(REGISTER_WINDOW));
        if (made >= REGISTER_CALLS) {
            return new StepOutcome.Ended(
                    new Failure(
                            133016,
                            "Ten registrations of this number in 72 hours are used up",
                            "Resume the sign-up when 72 hours have passed."));
        }
        Optional<Secret> pin = secrets.pin(connection);
        if (pin.isEmpty()) {
            return new StepOutcome.Ended(
                    new Failure(
                            0, "No PIN is stored", "Resume the sign-up with a PIN of six digits."));
        }
        boolean uncertain =
                steps.findAll(connection.id(), OnboardingStep.REGISTER)
                        .filter(entry -> entry.attempts() > 1)
                        .isPresent();
        steps.addRegisterCall(number, now);
        return calls.register(connection, pin.get(), token, uncertain);
    }

    /** Stores what a try came to; true where the next step may follow at once. */
    private boolean settle(
            Connection connection, OnboardingStep step, StepOutcome outcome, int attempts) {
        return connections.inTransaction(() ->
                switch (outcome) {
                    case StepOutcome.Done(String evidence, Effect effect) -> {
                        note(connection, step, StepStatus.DONE, evidence);
                        yield effects.apply(connection, effect);
                    }
                    case StepOutcome.Passed(StepStatus status, String evidence) -> {
                        note(connection, step, status, evidence);
                        yield true;
                    }
                    case StepOutcome.Later(String why) -> later(connection, step, why, attempts);
                    case StepOutcome.Ended(Failure failure) -> {
                        note(connection, step, StepStatus.FAILED, failure.reason());
                        yield fail(connection, failure);
                    }
                });
    }

    private boolean later(Connection connection, OnboardingStep step, String why, int attempts) {
        Instant now = time.instant();
        Duration patience = patience(step);
        Instant since =
                steps.findAll(connection.id(), step)
                        .map(StepJournal.Entry::startedAt)
                        .orElse(connection.state().since());
        if (now.isAfter(since.plus(patience))) {
            note(connection, step, StepStatus.FAILED, why);
            return fail(
                    connection,
                    new Failure(
                            0,
                            "No definite answer within " + patience + ": " + why,
                            step == OnboardingStep.EXCHANGE_CODE
                                    ? "The code has run out: start a new sign-up."
                                    : "Resume the sign-up when the cause is gone."));
        }
        note(connection, step, StepStatus.WAITING, why);
        long seconds = 1L << Math.min(attempts - 1, 6);
        steps.tryAgainAt(connection.id(), now.plusSeconds(Math.min(seconds, 60)));
        return false;
    }

    private static Duration patience(OnboardingStep step) {
        return switch (step) {
            case EXCHANGE_CODE -> CODE_LIVES;
            case SELF_TEST -> TEST_PATIENCE;
            case SUBSCRIBE, FIND_NUMBER, VERIFY_MODE, REGISTER, SYNC_CONTACTS, SYNC_HISTORY ->
                    GIVE_UP;
        };
    }

    private boolean fail(Connection connection, Failure failure) {
        secrets.forgetCode(connection.id());
        connections.change(
                connection.id(),
                row ->
                        row.state() instanceof ConnectionState.Onboarding onboarding
                                ? Optional.of(
                                        new ConnectionChange(
                                                row.withState(
                                                        onboarding.fail(failure, time.instant())),
                                                "FAILED",
                                                onboarding.step() + ": " + failure.reason()))
                                : Optional.empty());
        return false;
    }

    private void note(
            Connection connection, OnboardingStep step, StepStatus status, String evidence) {
        if (status == StepStatus.RUNNING) {
            steps.markRunning(connection.id(), step, evidence, time.instant());
        } else {
            steps.settle(connection.id(), step, status, evidence, time.instant());
        }
    }
}
