package dev.coexistence.ingest.split;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.split.event.MalformedItem;
import dev.coexistence.ingest.split.event.RawWebhook;
import dev.coexistence.ingest.split.event.SplitItem;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Outages;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topics;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Publisher of a batch's items: events go to their topics, rejected items to the dead letters, many
 * at once and in order. For one batch and one thread.
 */
public final class ItemPublisher {
    private static final String SERVICE = "webhook-ingest-service";
    private static final int MAX_PENDING = 2_000;

    private final EventPublisher events;
    private final DeadLetters deadLetters;
    private final IngestMetrics metrics;
    private final InstantSource time;
    private final Deque<Pending> pending = new ArrayDeque<>();

    private record Pending(RawWebhook raw, SplitItem item, CompletableFuture<?> acknowledged) {}

    public ItemPublisher(
            EventPublisher events,
            DeadLetters deadLetters,
            IngestMetrics metrics,
            InstantSource time) {
        this.events = events;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.time = time;
    }

    /**
     * Sends the items, without waiting for their acknowledgement while fewer than 2,000 are
     * pending.
     *
     * @throws RuntimeException where an earlier item met an outage: all of the batch must come
     *     again
     */
    public void publish(RawWebhook raw, List<SplitItem> items) {
        for (SplitItem item : items) {
            if (pending.size() >= MAX_PENDING) {
                settleOldest();
            }
            pending.add(new Pending(raw, item, send(raw, item)));
        }
    }

    /** Waits until every item so far is acknowledged; throws as {@link #publish} does. */
    public void settle() {
        while (!pending.isEmpty()) {
            settleOldest();
        }
    }

    private CompletableFuture<?> send(RawWebhook raw, SplitItem item) {
        return switch (item) {
            case SplitItem.Event<?> event -> send(event);
            case SplitItem.Rejected rejected -> deadLetters.send(letter(raw, rejected));
        };
    }

    private <T extends SpecificRecord> CompletableFuture<?> send(SplitItem.Event<T> event) {
        return events.publish(event.topic(), event.key(), event.event());
    }

    private void settleOldest() {
        var oldest = pending.remove();
        try {
            oldest.acknowledged().get();
            count(oldest.item());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (mayPass(e) || oldest.item() instanceof SplitItem.Rejected) {
                throw new TimeoutException("An item was not acknowledged", e.getCause());
            }
            // The broker refuses this event for what it is, such as its size.
            var rejected =
                    new SplitItem.Rejected(
                            oldest.item().path(),
                            MalformedItem.REFUSED,
                            "The event was refused with " + nameOf(e.getCause()),
                            new byte[0]);
            deadLetters.park(letter(oldest.raw(), rejected));
            count(rejected);
        }
    }

    /** A registry that refuses our schemas is a matter of deployment, not of this event. */
    private static boolean mayPass(ExecutionException failure) {
        return Outages.isOutage(failure);
    }

    private void count(SplitItem item) {
        switch (item) {
            case SplitItem.Event<?> event -> metrics.countEvent(event.topic().name());
            case SplitItem.Rejected rejected -> metrics.countDeadLetter(rejected.reason());
        }
    }

    private DeadLetter letter(RawWebhook raw, SplitItem.Rejected rejected) {
        return new DeadLetter(
                SERVICE,
                Topics.WEBHOOKS.name(),
                raw.partition(),
                raw.offset(),
                rejected.reason(),
                rejected.detail(),
                rejected.path(),
                time.instant(),
                raw.key(),
                rejected.bytes(),
                raw.cutFrom());
    }

    private static String nameOf(@Nullable Throwable cause) {
        return cause == null ? "no cause" : cause.getClass().getName();
    }
}
