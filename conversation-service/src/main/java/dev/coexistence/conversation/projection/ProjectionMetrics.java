package dev.coexistence.conversation.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * What the projector did. {@code events} counts every event handled, also again after a failure;
 * {@code facts} what they said; {@code changes} what was news. Without news {@code changes} stays:
 * a replay raises events and facts only. {@code lag} is from the gateway's receipt to the commit.
 */
@Component
final class ProjectionMetrics {
    private final Counter events;
    private final Counter facts;
    private final Counter changes;
    private final Timer lag;

    ProjectionMetrics(MeterRegistry meters) {
        events = meters.counter("whatsapp.conversation.events");
        facts = meters.counter("whatsapp.conversation.facts");
        changes = meters.counter("whatsapp.conversation.changes");
        lag =
                Timer.builder("whatsapp.conversation.lag")
                        .description("From the record on the topic to its commit in the database")
                        .publishPercentiles(0.5, 0.99)
                        .register(meters);
    }

    void handled(int count, Instant oldest, Instant now) {
        events.increment(count);
        Duration age = Duration.between(oldest, now);
        lag.record(age.isNegative() ? Duration.ZERO : age);
    }

    void projected(int factCount, int changeCount) {
        facts.increment(factCount);
        changes.increment(changeCount);
    }
}
