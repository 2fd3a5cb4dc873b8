package dev.coexistence.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.ConversationMetrics.Attempt;
import dev.coexistence.conversation.ConversationMetrics.Fetch;
import dev.coexistence.conversation.ConversationMetrics.Waiting;
import dev.coexistence.conversation.message.Sender;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationMetricsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConversationMetrics metrics = new ConversationMetrics(meters);

    @Test
    void showsEveryMeterFromTheStart() {
        assertThat(
                        meters.getMeters().stream()
                                .map(ConversationMetricsTest::name)
                                .filter(name -> !name.contains(".histogram"))
                                .sorted())
                .containsExactly(
                        "whatsapp.conversation.changes",
                        "whatsapp.conversation.changes.behind stream",
                        "whatsapp.conversation.changes.behind webhooks",
                        "whatsapp.conversation.events",
                        "whatsapp.conversation.facts",
                        "whatsapp.conversation.forgotten",
                        "whatsapp.conversation.lag",
                        "whatsapp.conversation.live.streams",
                        "whatsapp.conversation.media.attempts lost",
                        "whatsapp.conversation.media.attempts retried",
                        "whatsapp.conversation.media.attempts stored",
                        "whatsapp.conversation.media.oldest",
                        "whatsapp.conversation.media.waiting",
                        "whatsapp.conversation.messages api",
                        "whatsapp.conversation.messages app",
                        "whatsapp.conversation.messages customer",
                        "whatsapp.conversation.messages history",
                        "whatsapp.conversation.messages meta_agent",
                        "whatsapp.conversation.messages standby",
                        "whatsapp.conversation.messages system",
                        "whatsapp.conversation.standby.unanswered",
                        "whatsapp.conversation.waiting",
                        "whatsapp.conversation.webhook.attempts dead",
                        "whatsapp.conversation.webhook.attempts delivered",
                        "whatsapp.conversation.webhook.attempts retried",
                        "whatsapp.conversation.webhook.endpoints.paused",
                        "whatsapp.conversation.webhook.oldest",
                        "whatsapp.conversation.webhook.pending");
        assertThat(meters.getMeters())
                .filteredOn(meter -> !name(meter).contains(".histogram"))
                .allSatisfy(meter ->
                        assertThat(meter.measure())
                                .allSatisfy(measured -> assertThat(measured.getValue()).isZero()));
    }

    @Test
    void countsEachThingUnderItsName() {
        metrics.countEvents(3, Instant.EPOCH, Instant.EPOCH.plusSeconds(2));
        metrics.countProjection(5, 2, List.of(Sender.APP, Sender.APP, Sender.CUSTOMER));
        metrics.countAttempt(Attempt.DEAD);
        metrics.countFetch(Fetch.STORED);
        metrics.countPause();
        metrics.countForgotten(4);
        metrics.waiting(7);
        metrics.setDeliveries(new Waiting(8, Duration.ofSeconds(90)));
        metrics.setMedia(new Waiting(3, Duration.ofMillis(1_500)));
        metrics.setBehind(Duration.ofSeconds(5), Duration.ofSeconds(6));
        metrics.streamOpened();
        metrics.streamOpened();
        metrics.streamClosed();

        assertThat(count("events")).isEqualTo(3);
        assertThat(count("facts")).isEqualTo(5);
        assertThat(count("changes")).isEqualTo(2);
        assertThat(count("messages", "sender", "app")).isEqualTo(2);
        assertThat(count("messages", "sender", "customer")).isEqualTo(1);
        assertThat(count("webhook.attempts", "outcome", "dead")).isEqualTo(1);
        assertThat(count("media.attempts", "outcome", "stored")).isEqualTo(1);
        assertThat(count("webhook.endpoints.paused")).isEqualTo(1);
        assertThat(count("forgotten")).isEqualTo(4);
        assertThat(gauge("waiting")).isEqualTo(7);
        assertThat(gauge("webhook.pending")).isEqualTo(8);
        assertThat(gauge("webhook.oldest")).isEqualTo(90);
        assertThat(gauge("media.waiting")).isEqualTo(3);
        assertThat(gauge("media.oldest")).isEqualTo(1.5);
        assertThat(
                        meters.get("whatsapp.conversation.changes.behind")
                                .tag("reader", "webhooks")
                                .gauge()
                                .value())
                .isEqualTo(6);
        assertThat(gauge("live.streams")).isEqualTo(1);
        assertThat(meters.get("whatsapp.conversation.lag").timer().count()).isEqualTo(1);
    }

    private double count(String name, String... tags) {
        return meters.get("whatsapp.conversation." + name).tags(tags).counter().count();
    }

    private double gauge(String name) {
        return meters.get("whatsapp.conversation." + name).gauge().value();
    }

    private static String name(Meter meter) {
        var name = new StringBuilder(meter.getId().getName());
        meter.getId().getTags().forEach(tag -> name.append(' ').append(tag.getValue()));
        return name.toString();
    }
}
