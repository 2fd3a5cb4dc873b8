package dev.coexistence.connection.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Failure;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.lifecycle.StepOutcome;
import dev.coexistence.connection.lifecycle.StepStatus;
import dev.coexistence.connection.metrics.TableCounts.Live;
import dev.coexistence.connection.metrics.TableCounts.Picture;
import dev.coexistence.connection.metrics.TableCounts.Tally;
import dev.coexistence.connection.policy.ActivityRule;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ConnectionMetricsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private static final ActivityRule RULE = new ActivityRule(14, List.of(10, 12, 13));
    private static final TableCounts.Outbox EMPTY = new TableCounts.Outbox(0, Duration.ZERO);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConnectionMetrics metrics = new ConnectionMetrics(meters, RULE);

    @Test
    void everyCounterIsThereFromTheStart() {
        assertThat(count("whatsapp.connection.sign.ups", "outcome", "connected")).isZero();
        assertThat(count("whatsapp.connection.account.events", "fate", "parked")).isZero();
        assertThat(count("whatsapp.connection.evidence.events", "outcome", "unknown_number"))
                .isZero();
        for (String days : List.of("10", "12", "13", "14")) {
            assertThat(count("whatsapp.connection.inactivity.warnings", "days", days)).isZero();
        }
        assertThat(count("whatsapp.connection.failed.checks", "subject", "callback")).isZero();
        assertThat(count("whatsapp.connection.records.published")).isZero();
        assertThat(count("whatsapp.connection.steps", "step", "register", "outcome", "unknown"))
                .isZero();
        assertThat(meters.get("whatsapp.connections").gauges()).hasSize(8 * 2);
    }

    @Test
    void everyStateIsShownInBothModesAndTheirSumIsAllNumbers() {
        observe(
                new Picture(
                        List.of(
                                new Tally("CONNECTED", ConnectionMode.COEXISTENCE, 3),
                                new Tally("CONNECTED", ConnectionMode.FULL_MIGRATION, 2),
                                new Tally("FAILED", ConnectionMode.COEXISTENCE, 1)),
                        List.of(),
                        EMPTY));

        assertThat(gauge("whatsapp.connections", "state", "connected", "mode", "coexistence"))
                .isEqualTo(3);
        assertThat(gauge("whatsapp.connections", "state", "suspended", "mode", "full_migration"))
                .isZero();
        assertThat(
                        meters.get("whatsapp.connections").gauges().stream()
                                .mapToDouble(gauge -> gauge.value())
                                .sum())
                .isEqualTo(6);
    }

    @Test
    void theTimeLeftIsTheRulesDaysLessTheAgeAndTurnsNegative() {
        observe(
                new Picture(
                        List.of(),
                        List.of(
                                live("9001", ConnectionMode.COEXISTENCE, Duration.ofDays(4)),
                                live("9002", ConnectionMode.COEXISTENCE, Duration.ofDays(15)),
                                new Live("9003", ConnectionMode.FULL_MIGRATION, "CONNECTED", null)),
                        EMPTY));

        assertThat(age("9001")).isEqualTo(Duration.ofDays(4).toSeconds());
        assertThat(left("9001")).isEqualTo(Duration.ofDays(10).toSeconds());
        assertThat(left("9002")).isEqualTo(-Duration.ofDays(1).toSeconds());
        assertThat(age("9002") + left("9002")).isEqualTo(Duration.ofDays(14).toSeconds());
        assertThat(meters.get("whatsapp.connection.presumed.inactive.in").gauges()).hasSize(2);
        assertThat(
                        gauge(
                                "whatsapp.connection.number",
                                "phone_number_id",
                                "9003",
                                "mode",
                                "full_migration",
                                "state",
                                "connected"))
                .isEqualTo(1);
    }

    @Test
    void aNumberThatIsGoneIsNotShownAnyMore() {
        var shown = live("9001", ConnectionMode.COEXISTENCE, Duration.ofDays(1));
        observe(new Picture(List.of(), List.of(shown), EMPTY));

        observe(new Picture(List.of(), List.of(), EMPTY));

        assertThat(names())
                .doesNotContain(
                        "whatsapp.connection.number", "whatsapp.connection.presumed.inactive.in");
    }

    @Test
    void theOutboxShowsItsDepthAndAge() {
        observe(
                new Picture(
                        List.of(), List.of(), new TableCounts.Outbox(7, Duration.ofSeconds(42))));

        assertThat(gauge("whatsapp.connection.outbox.depth")).isEqualTo(7);
        assertThat(gauge("whatsapp.connection.outbox.age")).isEqualTo(42);
    }

    @Test
    void aStepIsCountedOnceItHasEnded() {
        metrics.countStep(OnboardingStep.SUBSCRIBE, new StepOutcome.Later("Meta asks to wait"));
        metrics.countStep(OnboardingStep.SUBSCRIBE, StepOutcome.done("subscribed"));
        metrics.countStep(
                OnboardingStep.REGISTER,
                new StepOutcome.Ended(new Failure(133005, "wrong PIN", "Resume")));
        metrics.countStep(
                OnboardingStep.SYNC_HISTORY,
                new StepOutcome.Passed(StepStatus.UNKNOWN, "the call was cut off"));
        metrics.countStep(
                OnboardingStep.SYNC_CONTACTS,
                new StepOutcome.Passed(StepStatus.RUNNING, "request 1"));
        metrics.countStep(
                OnboardingStep.SYNC_CONTACTS,
                new StepOutcome.Passed(StepStatus.REFUSED, "code 2593107"));

        assertThat(steps("subscribe", "done")).isEqualTo(1);
        assertThat(steps("register", "failed")).isEqualTo(1);
        assertThat(steps("sync_history", "unknown")).isEqualTo(1);
        assertThat(steps("sync_contacts", "done")).isEqualTo(1);
        assertThat(steps("sync_contacts", "failed")).isEqualTo(1);
        assertThat(
                        meters.get("whatsapp.connection.steps").counters().stream()
                                .mapToDouble(counter -> counter.count())
                                .sum())
                .isEqualTo(5);
    }

    private void observe(Picture picture) {
        metrics.observe(picture, RULE, NOW);
    }

    private static Live live(String number, ConnectionMode mode, Duration silent) {
        return new Live(number, mode, "CONNECTED", NOW.minus(silent));
    }

    private double age(String number) {
        return gauge("whatsapp.connection.app.activity.age", "phone_number_id", number);
    }

    private double left(String number) {
        return gauge("whatsapp.connection.presumed.inactive.in", "phone_number_id", number);
    }

    private double steps(String step, String outcome) {
        return count("whatsapp.connection.steps", "step", step, "outcome", outcome);
    }

    private double count(String name, String... tags) {
        return meters.get(name).tags(tags).counter().count();
    }

    private double gauge(String name, String... tags) {
        return meters.get(name).tags(tags).gauge().value();
    }

    private List<String> names() {
        return StreamSupport.stream(meters.getMeters().spliterator(), false)
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .toList();
    }
}
