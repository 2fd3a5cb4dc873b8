package dev.coexistence.connection.metrics;

import dev.coexistence.connection.lifecycle.AccountNotice;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.LinkCheck;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.lifecycle.StepOutcome;
import dev.coexistence.connection.lifecycle.StepStatus;
import dev.coexistence.connection.policy.ActivityRule;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The meters of this service, with {@link MeasuredMeta} for the calls to Meta. Every counter is
 * there from the start, at 0.
 *
 * <ul>
 *   <li>{@code whatsapp.connections{state,mode}}: numbers = the sum over all states and modes; a
 *       sign-up whose number Meta has not named yet counts by its phone number.
 *   <li>{@code whatsapp.connection.number{phone_number_id,mode,state}} is 1 for each link; with
 *       {@code whatsapp.connection.app.activity.age} and {@code
 *       whatsapp.connection.presumed.inactive.in} (both seconds, coexistence only) the sum of the
 *       two is the days of the activity rule in force. At most so many numbers as the settings say.
 *   <li>{@code whatsapp.connection.sign.ups{outcome}}: one for each answer to a start, a completion
 *       or a resumption.
 *   <li>{@code whatsapp.connection.steps{step,outcome}}: steps that came to an end. {@code
 *       steps{step="self_test",outcome="done"}} = onboardings that were proven; a failed
 *       synchronisation does not end an onboarding, every other failed step does.
 *   <li>{@code whatsapp.connection.account.events{fate}}: received = applied + to_be_tested + late
 *       + parked + seen_before. {@code whatsapp.connection.evidence.events{outcome}}: received =
 *       taken + unknown_number.
 *   <li>{@code whatsapp.connection.outbox.depth} = records stored − {@code
 *       whatsapp.connection.records.published}, but for what was published twice.
 * </ul>
 *
 * Alert on {@code whatsapp.connections{state="failed"}}, on warnings, on failed checks and on the
 * outbox's age.
 */
public class ConnectionMetrics {
    private static final List<String> STATES =
            List.of(
                    "PENDING",
                    "ONBOARDING",
                    "CONNECTED",
                    "SUSPENDED",
                    "DISCONNECTING",
                    "DISCONNECTED",
                    "EXPIRED",
                    "FAILED");
    private static final List<String> SIGN_UP_OUTCOMES =
            List.of(
                    "started",
                    "running",
                    "connected",
                    "failed",
                    "bad_input",
                    "not_available",
                    "not_now",
                    "already_connected",
                    "mode_fixed",
                    "unknown");
    public static final String TAKEN = "taken";
    public static final String UNKNOWN_NUMBER = "unknown_number";

    private final MeterRegistry meters;
    private final MultiGauge byState;
    private final MultiGauge numbers;
    private final MultiGauge activityAge;
    private final MultiGauge inactiveIn;
    private volatile TableCounts.Outbox outbox = new TableCounts.Outbox(0, Duration.ZERO);

    private enum StepEnd {
        DONE,
        FAILED,
        UNKNOWN
    }

    /**
     * @param rule in force; its thresholds are counted from 0
     */
    public ConnectionMetrics(MeterRegistry meters, ActivityRule rule) {
        this.meters = meters;
        this.byState =
                gauges("whatsapp.connections", "Numbers by state and mode of their connection");
        this.numbers = gauges("whatsapp.connection.number", "1 for each link of a number");
        this.activityAge =
                MultiGauge.builder("whatsapp.connection.app.activity.age")
                        .baseUnit("seconds")
                        .description(
                                "Age of the newest evidence that the app was opened, per number")
                        .register(meters);
        this.inactiveIn =
                MultiGauge.builder("whatsapp.connection.presumed.inactive.in")
                        .baseUnit("seconds")
                        .description(
                                "Time until a number is presumed inactive; negative once it is")
                        .register(meters);
        meters.gauge("whatsapp.connection.outbox.depth", this, it -> it.outbox.depth());
        io.micrometer.core.instrument.Gauge.builder(
                        "whatsapp.connection.outbox.age", this, it -> it.outbox.age().toSeconds())
                .baseUnit("seconds")
                .description("How long the oldest record has waited to be published")
                .register(meters);
        registerCounters(rule);
    }

    private void registerCounters(ActivityRule rule) {
        SIGN_UP_OUTCOMES.forEach(this::signUps);
        Arrays.stream(AccountNotice.Fate.values()).forEach(this::accountEvents);
        List.of(TAKEN, UNKNOWN_NUMBER).forEach(this::evidenceEvents);
        rule.warnings().forEach(this::warnings);
        var _ = warnings(rule.days());
        Arrays.stream(LinkCheck.Subject.values()).forEach(this::failedChecks);
        var _ = recordsPublished();
        for (OnboardingStep step : OnboardingStep.values()) {
            Arrays.stream(StepEnd.values()).forEach(end -> steps(step, end));
        }
        byState.register(states(List.of()), true);
    }

    public void signUp(String outcome) {
        signUps(outcome).increment();
    }

    public void accountEvent(AccountNotice.Fate fate) {
        accountEvents(fate).increment();
    }

    public void evidence(String outcome, int events) {
        evidenceEvents(outcome).increment(events);
    }

    public void countWarning(int days) {
        warnings(days).increment();
    }

    public void countFailedCheck(LinkCheck.Subject subject) {
        failedChecks(subject).increment();
    }

    public void countPublished(int records) {
        recordsPublished().increment(records);
    }

    /** A try of a step; one that only has to wait has not ended. */
    public void countStep(OnboardingStep step, StepOutcome outcome) {
        switch (outcome) {
            case StepOutcome.Done _ -> steps(step, StepEnd.DONE).increment();
            case StepOutcome.Ended _ -> steps(step, StepEnd.FAILED).increment();
            case StepOutcome.Later _ -> {}
            case StepOutcome.Passed(StepStatus status, _) -> {
                switch (status) {
                    case DONE, RUNNING, DECLINED -> steps(step, StepEnd.DONE).increment();
                    case REFUSED, EXPIRED, FAILED -> steps(step, StepEnd.FAILED).increment();
                    case UNKNOWN -> steps(step, StepEnd.UNKNOWN).increment();
                    case INTENT, WAITING -> {}
                }
            }
        }
    }

    /** Shows what stands in the tables now; called now and then. */
    public void observe(TableCounts.Picture picture, ActivityRule rule, Instant now) {
        byState.register(states(picture.tallies()), true);
        outbox = picture.outbox();
        var links = new ArrayList<MultiGauge.Row<?>>();
        var ages = new ArrayList<MultiGauge.Row<?>>();
        var left = new ArrayList<MultiGauge.Row<?>>();
        for (TableCounts.Live live : picture.lives()) {
            var number = Tags.of("phone_number_id", live.phoneNumberId());
            links.add(
                    MultiGauge.Row.of(
                            number.and("mode", lower(live.mode()), "state", lower(live.state())),
                            1));
            Instant opened = live.lastActivityAt();
            if (opened != null) {
                var age = Duration.between(opened, now);
                ages.add(MultiGauge.Row.of(number, age.toSeconds()));
                left.add(
                        MultiGauge.Row.of(
                                number, Duration.ofDays(rule.days()).minus(age).toSeconds()));
            }
        }
        numbers.register(links, true);
        activityAge.register(ages, true);
        inactiveIn.register(left, true);
    }

    private static List<MultiGauge.Row<?>> states(List<TableCounts.Tally> tallies) {
        var rows = new ArrayList<MultiGauge.Row<?>>();
        for (String state : STATES) {
            for (ConnectionMode mode : ConnectionMode.values()) {
                long count =
                        tallies.stream()
                                .filter(tally ->
                                        tally.state().equals(state) && tally.mode() == mode)
                                .mapToLong(TableCounts.Tally::numbers)
                                .sum();
                rows.add(
                        MultiGauge.Row.of(
                                Tags.of("state", lower(state), "mode", lower(mode)), count));
            }
        }
        return rows;
    }

    private MultiGauge gauges(String name, String description) {
        return MultiGauge.builder(name).description(description).register(meters);
    }

    private Counter signUps(String outcome) {
        return meters.counter("whatsapp.connection.sign.ups", "outcome", outcome);
    }

    private Counter accountEvents(AccountNotice.Fate fate) {
        return meters.counter("whatsapp.connection.account.events", "fate", lower(fate));
    }

    private Counter evidenceEvents(String outcome) {
        return meters.counter("whatsapp.connection.evidence.events", "outcome", outcome);
    }

    private Counter warnings(int days) {
        return meters.counter(
                "whatsapp.connection.inactivity.warnings", "days", String.valueOf(days));
    }

    private Counter failedChecks(LinkCheck.Subject subject) {
        return meters.counter("whatsapp.connection.failed.checks", "subject", lower(subject));
    }

    private Counter recordsPublished() {
        return meters.counter("whatsapp.connection.records.published");
    }

    private Counter steps(OnboardingStep step, StepEnd end) {
        return meters.counter(
                "whatsapp.connection.steps", "step", lower(step), "outcome", lower(end));
    }

    private static String lower(Object name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
