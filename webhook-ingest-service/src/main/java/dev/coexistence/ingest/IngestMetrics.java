package dev.coexistence.ingest;

import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Metrics of the service, prefix {@code whatsapp.ingest}.
 *
 * <ul>
 *   <li>{@code webhooks} counts every request to the webhook once, by {@link Outcome}: the sum over
 *       all outcomes is what was received. {@code acknowledge} times the accepted ones, from the
 *       head of the request to the broker's acknowledgement, and {@code bytes} adds up their
 *       bodies.
 *   <li>{@code split.items = split.events (by topic) + split.dead.letters (by reason)}, counted
 *       when the item is acknowledged; one that comes again counts again. {@code split.delay} times
 *       the records, from the request to the acknowledgement of their last item.
 * </ul>
 *
 * <p>Every outcome, topic and reason stands at zero from the start.
 *
 * <p>Alert on {@code unavailable}, {@code overloaded} and {@code failed}: Meta repeats for days,
 * not for ever. Alert on {@code split.dead.letters}: an operator has to look.
 */
@Component
public final class IngestMetrics {
    private static final String PREFIX = "whatsapp.ingest.";

    /** A bucket ends here: so long a webhook waits at most for its 200. */
    private static final Duration PROMISED = Duration.ofSeconds(2);

    private static final List<Topic<?>> EVENT_TOPICS =
            List.of(
                    Topics.INBOUND_MESSAGES,
                    Topics.ECHO_MESSAGES,
                    Topics.MESSAGE_STATUSES,
                    Topics.HISTORY,
                    Topics.CONTACTS,
                    Topics.ACCOUNT_EVENTS);

    private final MeterRegistry meters;
    private final Map<Outcome, Counter> webhooks = new EnumMap<>(Outcome.class);
    private final Timer acknowledge;
    private final Counter bytes;
    private final Counter items;
    private final Timer splitDelay;

    /** End of a request to the webhook. */
    public enum Outcome {
        /** Acknowledged by the broker and answered 200. */
        ACCEPTED,
        /** 401: no signature, or none that is well-formed. */
        UNSIGNED,
        /** 401: no accepted secret signed this body. */
        BAD_SIGNATURE,
        /** 403: not the agreed client certificate. */
        CERTIFICATE,
        /** 413. */
        TOO_LARGE,
        /** 503: the broker does not acknowledge. */
        UNAVAILABLE,
        /** 503: more is in flight than allowed. */
        OVERLOADED,
        /** 500: a defect here; the log has it. */
        FAILED,
        /** The client went away before it had an answer, or its body did not come in time. */
        ABANDONED
    }

    public IngestMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (Outcome outcome : Outcome.values()) {
            webhooks.put(
                    outcome,
                    meters.counter(
                            PREFIX + "webhooks",
                            "outcome",
                            outcome.name().toLowerCase(Locale.ROOT)));
        }
        this.acknowledge =
                Timer.builder(PREFIX + "acknowledge")
                        .description("From the request's head to the broker's acknowledgement")
                        .publishPercentileHistogram()
                        .serviceLevelObjectives(PROMISED)
                        .minimumExpectedValue(Duration.ofMillis(1))
                        .maximumExpectedValue(Duration.ofSeconds(10))
                        .register(meters);
        this.bytes = meters.counter(PREFIX + "bytes");
        this.items = meters.counter(PREFIX + "split.items");
        EVENT_TOPICS.forEach(topic -> events(topic.name()));
        this.splitDelay =
                Timer.builder(PREFIX + "split.delay")
                        .description("From the request to the acknowledgement of its events")
                        .register(meters);
    }

    /** Counts a request that was answered 200, so long after it began. */
    public void countAccepted(Duration latency, long bodyBytes) {
        count(Outcome.ACCEPTED);
        acknowledge.record(latency);
        bytes.increment(bodyBytes);
    }

    public void count(Outcome outcome) {
        Objects.requireNonNull(webhooks.get(outcome)).increment();
    }

    /** Counts a raw record that is split, with all its items acknowledged. */
    public void countSplitRecord(Instant receivedAt, Instant now) {
        var delay = Duration.between(receivedAt, now);
        splitDelay.record(delay.isNegative() ? Duration.ZERO : delay);
    }

    public void countEvent(String topic) {
        items.increment();
        events(topic).increment();
    }

    public void countDeadLetter(String reason) {
        items.increment();
        deadLetters(reason).increment();
    }

    /** Shows these reasons at zero, so that the first dead letter is seen as a change. */
    public void showReasons(List<String> reasons) {
        reasons.forEach(this::deadLetters);
    }

    private Counter events(String topic) {
        return meters.counter(PREFIX + "split.events", "topic", topic);
    }

    private Counter deadLetters(String reason) {
        return meters.counter(PREFIX + "split.dead.letters", "reason", reason);
    }

    /** Registers a value that is read at each scrape. */
    public void registerGauge(String name, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value).register(meters);
    }
}
