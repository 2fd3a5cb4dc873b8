package dev.coexistence.conversation;

import dev.coexistence.conversation.message.Sender;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Meters of this service, all from 0 at its start.
 *
 * <ul>
 *   <li>{@code events} counts every event handled, also again after a failure; {@code facts} what
 *       they said; {@code changes} what was news. A replay raises the first two only.
 *   <li>{@code messages{sender}} counts a message once, when its content first came, by who was
 *       then known to have sent it: {@code messages = customer + app + api + history}. A replay
 *       raises none.
 *   <li>{@code lag} is from the record on its topic to the commit.
 *   <li>{@code webhook.attempts = delivered + retried + dead}. A delivery ends as delivered or
 *       dead, or goes with its erased contact: {@code made = delivered + dead + pending + erased}.
 *   <li>{@code webhook.pending} and {@code webhook.oldest} (seconds): deliveries to be made.
 *   <li>{@code media.attempts = stored + retried + lost}; {@code media.waiting} and {@code
 *       media.oldest}: those not stored yet.
 *   <li>{@code changes.behind{reader}}: age of the oldest change that the live {@code stream}, or
 *       the {@code webhooks} out, have not been given, 0 while they are up to date.
 *   <li>{@code waiting} is how many statuses, edits and revokes wait for their message; those that
 *       waited too long, or were too many, are {@code forgotten}.
 *   <li>{@code standby.unanswered} is how many threads of Meta's agent nobody answers in.
 *   <li>{@code live.streams} is how many listeners are connected.
 * </ul>
 */
@Component
public final class ConversationMetrics {
    private static final String PREFIX = "whatsapp.conversation.";

    /** Buckets of the lag; ten seconds is what is promised. */
    private static final Duration[] OBJECTIVES = {
        Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(60)
    };

    private final Counter events;
    private final Counter facts;
    private final Counter changes;
    private final Map<Sender, Counter> messages;
    private final Timer lag;
    private final Map<Attempt, Counter> attempts;
    private final Counter paused;
    private final Map<Fetch, Counter> fetches;
    private final Counter forgotten;
    private final AtomicLong waiting;
    private volatile Duration streamBehind = Duration.ZERO;
    private volatile Duration webhooksBehind = Duration.ZERO;
    private volatile Waiting deliveries = Waiting.NONE;
    private volatile Waiting media = Waiting.NONE;
    private final AtomicLong streams;
    private final AtomicLong unanswered;

    /**
     * Work that waits.
     *
     * @param oldest age of the oldest; zero where there is none
     */
    public record Waiting(long count, Duration oldest) {
        static final Waiting NONE = new Waiting(0, Duration.ZERO);
    }

    /** Outcome of one attempt to deliver a webhook. */
    public enum Attempt {
        DELIVERED,
        RETRIED,
        DEAD
    }

    /** Outcome of one attempt to fetch media. */
    public enum Fetch {
        STORED,
        RETRIED,
        LOST
    }

    public ConversationMetrics(MeterRegistry meters) {
        events = meters.counter(PREFIX + "events");
        facts = meters.counter(PREFIX + "facts");
        changes = meters.counter(PREFIX + "changes");
        messages = counters(Sender.class, s -> counter(meters, "messages", "sender", s));
        lag =
                Timer.builder(PREFIX + "lag")
                        .description("From the record on the topic to its commit in the database")
                        .serviceLevelObjectives(OBJECTIVES)
                        .register(meters);
        attempts = counters(Attempt.class, a -> counter(meters, "webhook.attempts", "outcome", a));
        paused = meters.counter(PREFIX + "webhook.endpoints.paused");
        fetches = counters(Fetch.class, f -> counter(meters, "media.attempts", "outcome", f));
        forgotten = meters.counter(PREFIX + "forgotten");
        waiting = gauge(meters, "waiting");
        meters.gauge(PREFIX + "webhook.pending", this, it -> it.deliveries.count());
        meters.gauge(PREFIX + "media.waiting", this, it -> it.media.count());
        seconds(meters, "webhook.oldest", Tags.empty(), it -> it.deliveries.oldest());
        seconds(meters, "media.oldest", Tags.empty(), it -> it.media.oldest());
        seconds(meters, "changes.behind", Tags.of("reader", "stream"), it -> it.streamBehind);
        seconds(meters, "changes.behind", Tags.of("reader", "webhooks"), it -> it.webhooksBehind);
        streams = gauge(meters, "live.streams");
        unanswered = gauge(meters, "standby.unanswered");
    }

    /** Events were handled, the oldest of which was written at that time. */
    public void countEvents(int count, Instant oldest, Instant now) {
        events.increment(count);
        Duration age = Duration.between(oldest, now);
        lag.record(age.isNegative() ? Duration.ZERO : age);
    }

    /**
     * A batch was committed.
     *
     * @param senders of each message whose content came with it
     */
    public void countProjection(int factCount, int changeCount, Collection<Sender> senders) {
        facts.increment(factCount);
        changes.increment(changeCount);
        senders.forEach(sender -> find(messages, sender).increment());
    }

    public void countAttempt(Attempt outcome) {
        find(attempts, outcome).increment();
    }

    /** An endpoint was paused by the service itself. */
    public void countPause() {
        paused.increment();
    }

    public void countFetch(Fetch outcome) {
        find(fetches, outcome).increment();
    }

    public void countForgotten(long count) {
        forgotten.increment(count);
    }

    public void waiting(long count) {
        waiting.set(count);
    }

    /**
     * Ages of the oldest change that is committed and not handed out.
     *
     * @param stream to live streams
     * @param webhooks to the webhooks out, as deliveries
     */
    public void setBehind(Duration stream, Duration webhooks) {
        streamBehind = stream;
        webhooksBehind = webhooks;
    }

    /** Deliveries that are still to be made; the oldest of endpoints that are not paused. */
    public void setDeliveries(Waiting waiting) {
        deliveries = waiting;
    }

    /** Media that are still to be fetched from Meta and stored. */
    public void setMedia(Waiting waiting) {
        media = waiting;
    }

    /** Threads that Meta's agent has and in which a customer waits for too long. */
    public void setUnanswered(long count) {
        unanswered.set(count);
    }

    public void streamOpened() {
        streams.incrementAndGet();
    }

    public void streamClosed() {
        streams.decrementAndGet();
    }

    private void seconds(
            MeterRegistry meters,
            String name,
            Tags tags,
            Function<ConversationMetrics, Duration> value) {
        Gauge.builder(PREFIX + name, this, it -> value.apply(it).toMillis() / 1e3)
                .tags(tags)
                .baseUnit("seconds")
                .register(meters);
    }

    private static AtomicLong gauge(MeterRegistry meters, String name) {
        return meters.gauge(PREFIX + name, new AtomicLong());
    }

    private static Counter counter(MeterRegistry meters, String name, String tag, Enum<?> value) {
        return meters.counter(PREFIX + name, tag, value.name().toLowerCase(Locale.ROOT));
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(
            Class<E> kind, Function<E, Counter> counter) {
        return Arrays.stream(kind.getEnumConstants())
                .collect(
                        Collectors.toMap(
                                Function.identity(),
                                counter,
                                (one, _) -> one,
                                () -> new EnumMap<>(kind)));
    }

    private static <E> Counter find(Map<E, Counter> counters, E which) {
        Counter counter = counters.get(which);
        if (counter == null) {
            throw new IllegalStateException("Nothing counts " + which);
        }
        return counter;
    }
}
