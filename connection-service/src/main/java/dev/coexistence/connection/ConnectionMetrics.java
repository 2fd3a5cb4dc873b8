package dev.coexistence.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an operator watches here. Account events: received = applied + to_be_tested + late + parked
 * + seen_before, by the tag {@code fate}; events of messages: taken + unknown_number, by {@code
 * outcome}. Alert on {@code whatsapp.connections{state="failed"}}, on warnings and on failed
 * checks.
 */
class ConnectionMetrics {
    private final MeterRegistry meters;
    private final MultiGauge byState;
    private final MultiGauge activityAge;

    ConnectionMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.byState =
                MultiGauge.builder("whatsapp.connections")
                        .description("Numbers by state and mode of their connection")
                        .register(meters);
        this.activityAge =
                MultiGauge.builder("whatsapp.connection.app.activity.age.seconds")
                        .description(
                                "Age of the newest evidence that the app was opened, per number")
                        .register(meters);
    }

    void signUp(String outcome) {
        count("whatsapp.connection.sign.ups", "outcome", outcome);
    }

    void accountEvent(AccountEvents.Fate fate) {
        count("whatsapp.connection.account.events", "fate", fate.name().toLowerCase(Locale.ROOT));
    }

    void evidence(String outcome, int events) {
        Counter.builder("whatsapp.connection.evidence.events")
                .tag("outcome", outcome)
                .register(meters)
                .increment(events);
    }

    void warned(int days) {
        count("whatsapp.connection.inactivity.warnings", "days", String.valueOf(days));
    }

    void checkFailed(Check.Subject subject) {
        count(
                "whatsapp.connection.failed.checks",
                "subject",
                subject.name().toLowerCase(Locale.ROOT));
    }

    void published() {
        Counter.builder("whatsapp.connection.records.published").register(meters).increment();
    }

    /** Shows the current connections anew; called now and then. */
    void observe(List<Census.Tally> tallies, Map<String, Instant> activity, InstantSource time) {
        byState.register(
                tallies.stream()
                        .<MultiGauge.Row<?>>map(tally ->
                                MultiGauge.Row.of(
                                        Tags.of(
                                                "state",
                                                tally.state().toLowerCase(Locale.ROOT),
                                                "mode",
                                                tally.mode().toLowerCase(Locale.ROOT)),
                                        tally.numbers()))
                        .toList(),
                true);
        Instant now = time.instant();
        activityAge.register(
                activity.entrySet().stream()
                        .<MultiGauge.Row<?>>map(entry ->
                                MultiGauge.Row.of(
                                        Tags.of("phone_number_id", entry.getKey()),
                                        Duration.between(entry.getValue(), now).toSeconds()))
                        .toList(),
                true);
    }

    private void count(String name, String tag, String value) {
        Counter.builder(name).tag(tag, value).register(meters).increment();
    }
}
