package dev.coexistence.conversation.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * Webhooks out. {@code attempts = delivered + retried + dead}; every delivery ends as delivered or
 * dead, so over a quiet while {@code created = delivered + dead + waiting}.
 */
@Component
class WebhookMetrics {
    private final Counter delivered;
    private final Counter retried;
    private final Counter dead;
    private final Counter paused;

    WebhookMetrics(MeterRegistry meters) {
        delivered = attempts(meters, "delivered");
        retried = attempts(meters, "retried");
        dead = attempts(meters, "dead");
        paused = meters.counter("whatsapp.conversation.webhook.endpoints.paused");
    }

    private static Counter attempts(MeterRegistry meters, String outcome) {
        return meters.counter("whatsapp.conversation.webhook.attempts", "outcome", outcome);
    }

    void delivered() {
        delivered.increment();
    }

    void retried() {
        retried.increment();
    }

    void dead() {
        dead.increment();
    }

    void paused() {
        paused.increment();
    }
}
