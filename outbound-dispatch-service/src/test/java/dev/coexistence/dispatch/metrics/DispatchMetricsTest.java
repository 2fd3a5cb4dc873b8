package dev.coexistence.dispatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.Attempts;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.number.NumberAction.Alarm;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.queue.BacklogCounts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DispatchMetricsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String TOLD = "Round trips differ by more than the arrival jitter assumed";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DispatchMetrics metrics =
            new DispatchMetrics(
                    meters, new DispatchSettings(10), PacingSettings.defaults(), new Ownership());

    private void roundTrips(long... millis) {
        var taken = new MetaAnswer.Taken(new Outcome.Accepted("w", null, null));
        SendAttempt attempt = Attempts.one();
        for (int i = 0; i < 100; i++) {
            metrics.onAnswered(attempt, taken, millis[i % millis.length] * 1_000_000);
        }
        metrics.show(List.of(), new BacklogCounts.Counts(0, 0, 0, 0, 5), NOW);
    }

    @Test
    void saysOnceThatRoundTripsDifferByMoreThanAssumed(CapturedOutput output) {
        roundTrips(50, 50 + PacingSettings.defaults().arrivalJitter().toMillis());
        assertThat(output).doesNotContain(TOLD);

        roundTrips(50, 90);
        roundTrips(50, 90);

        assertThat(output).containsOnlyOnce(TOLD);
        assertThat(meters.get("whatsapp.dispatch.arrival.jitter").gauge().value()).isEqualTo(0.04);
    }

    @Test
    void countsAndSaysThatTheSocketRefusedWhatThePacerAllowed(CapturedOutput output) {
        metrics.onAlarm(Alarm.RING_REFUSED, "n");

        assertThat(meters.get("whatsapp.dispatch.alarms").tag("alarm", "ring_refused").counter())
                .satisfies(alarms -> assertThat(alarms.count()).isEqualTo(1));
        assertThat(output).contains("RING_REFUSED");
    }
}
