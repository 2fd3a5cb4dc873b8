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
import java.util.TreeMap;

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

    /** Counts the current connections anew; called now and then. */
    void observe(List<Connection> connections, InstantSource time) {
        var counts = new TreeMap<String, Integer>();
        for (Connection connection : connections) {
            String state = StateColumns.of(connection.state()).state().toLowerCase(Locale.ROOT);
            String mode = connection.mode().name().toLowerCase(Locale.ROOT);
            counts.merge(state + "|" + mode, 1, Integer::sum);
        }
        byState.register(
                counts.entrySet().stream()
                        .<MultiGauge.Row<?>>map(entry -> {
                            int bar = entry.getKey().indexOf('|');
                            return MultiGauge.Row.of(
                                    Tags.of(
                                            "state",
                                            entry.getKey().substring(0, bar),
                                            "mode",
                                            entry.getKey().substring(bar + 1)),
                                    entry.getValue());
                        })
                        .toList(),
                true);
        Instant now = time.instant();
        activityAge.register(
                connections.stream()
                        .filter(connection -> connection.state() instanceof ConnectionState.Live)
                        .filter(connection -> connection.activity().last() != null)
                        .<MultiGauge.Row<?>>map(connection -> age(connection, now))
                        .toList(),
                true);
    }

    private static MultiGauge.Row<Number> age(Connection connection, Instant now) {
        var last = connection.activity().last();
        return MultiGauge.Row.of(
                Tags.of("phone_number_id", connection.facts().phoneNumberId()),
                last == null ? 0 : Duration.between(last.at(), now).toSeconds());
    }

    private void count(String name, String tag, String value) {
        Counter.builder(name).tag(tag, value).register(meters).increment();
    }
}
