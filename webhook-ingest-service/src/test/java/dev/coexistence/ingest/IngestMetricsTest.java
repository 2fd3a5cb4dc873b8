package dev.coexistence.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.IngestMetrics.Outcome;
import dev.coexistence.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class IngestMetricsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final IngestMetrics metrics = new IngestMetrics(meters);

    @Test
    void showsEveryOutcomeTopicAndReasonFromTheStart() {
        metrics.showReasons(List.of("NOT_JSON", "NO_WAMID"));

        assertThat(tags("webhooks", "outcome"))
                .containsExactlyInAnyOrder(
                        "accepted",
                        "unsigned",
                        "bad_signature",
                        "certificate",
                        "too_large",
                        "unavailable",
                        "overloaded",
                        "failed",
                        "abandoned");
        assertThat(tags("split.events", "topic"))
                .containsExactlyInAnyOrder(
                        "whatsapp.inbound-messages",
                        "whatsapp.echo-messages",
                        "whatsapp.message-statuses",
                        "whatsapp.history",
                        "whatsapp.contacts",
                        "whatsapp.account-events");
        assertThat(tags("split.dead.letters", "reason"))
                .containsExactlyInAnyOrder("NOT_JSON", "NO_WAMID");
        assertThat(sum("webhooks") + sum("split.items") + sum("split.events")).isZero();
    }

    @Test
    void countsARequestUnderOneOutcomeAndTimesTheAcceptedOnes() {
        metrics.countAccepted(Duration.ofMillis(7), 575);
        for (Outcome outcome : Outcome.values()) {
            metrics.count(outcome);
        }

        assertThat(sum("webhooks")).isEqualTo(1 + Outcome.values().length);
        assertThat(meters.get("whatsapp.ingest.acknowledge").timer().count()).isEqualTo(1);
        assertThat(sum("bytes")).isEqualTo(575);
    }

    @Test
    void countsAnItemAsAnEventOrADeadLetter() {
        metrics.countEvent(Topics.HISTORY.name());
        metrics.countEvent(Topics.HISTORY.name());
        metrics.countDeadLetter("NO_WAMID");

        assertThat(sum("split.items"))
                .isEqualTo(sum("split.events") + sum("split.dead.letters"))
                .isEqualTo(3);
    }

    @Test
    void takesAClockThatWentBackForNoDelay() {
        Instant now = Instant.ofEpochSecond(1_767_000_000L);

        metrics.countSplitRecord(now.plusSeconds(5), now);

        assertThat(meters.get("whatsapp.ingest.split.delay").timer().count()).isEqualTo(1);
    }

    private List<String> tags(String meter, String tag) {
        return meters.get("whatsapp.ingest." + meter).counters().stream()
                .map(counter -> Objects.requireNonNull(counter.getId().getTag(tag)))
                .toList();
    }

    private double sum(String meter) {
        return meters.get("whatsapp.ingest." + meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
