package dev.coexistence.ingest.split;

import dev.coexistence.ingest.IngestMetrics;
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
 * Publishes pieces, events to their topics and bad items to the dead letters, many at once and in
 * order. Settled means: everything so far is acknowledged. For one batch and one thread.
 */
public final class Publication {
    private static final String SERVICE = "webhook-ingest-service";
    private static final int MAX_PENDING = 2_000;

    private final Outlets outlets;
    private final IngestMetrics metrics;
    private final InstantSource time;
    private final Deque<Pending> pending = new ArrayDeque<>();

    /** Where pieces go. */
    public record Outlets(EventPublisher events, DeadLetters deadLetters) {

        /** The same for a consumer, which may get a record again: an item is parked once. */
        Outlets once() {
            return new Outlets(events, deadLetters.once());
        }
    }

    private record Pending(RawWebhook raw, Piece piece, CompletableFuture<?> acknowledged) {}

    public Publication(Outlets outlets, IngestMetrics metrics, InstantSource time) {
        this.outlets = outlets;
        this.metrics = metrics;
        this.time = time;
    }

    /**
     * @throws RuntimeException where an earlier piece met an outage: all of the batch must come
     *     again
     */
    public void add(RawWebhook raw, List<Piece> pieces) {
        for (Piece piece : pieces) {
            if (pending.size() >= MAX_PENDING) {
                settleOldest();
            }
            pending.add(new Pending(raw, piece, publish(raw, piece)));
        }
    }

    /** Waits until everything is acknowledged; throws as {@link #add} does. */
    public void settle() {
        while (!pending.isEmpty()) {
            settleOldest();
        }
    }

    private CompletableFuture<?> publish(RawWebhook raw, Piece piece) {
        return switch (piece) {
            case Piece.Event<?> event -> publish(event);
            case Piece.Bad bad -> outlets.deadLetters().send(letter(raw, bad));
        };
    }

    private <T extends SpecificRecord> CompletableFuture<?> publish(Piece.Event<T> event) {
        return outlets.events().publish(event.topic(), event.key(), event.event());
    }

    private void settleOldest() {
        var oldest = pending.remove();
        try {
            oldest.acknowledged().get();
            count(oldest.piece());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (mayPass(e) || oldest.piece() instanceof Piece.Bad) {
                throw new TimeoutException("An item was not acknowledged", e.getCause());
            }
            // The broker refuses this event for what it is, such as its size.
            var bad =
                    new Piece.Bad(
                            oldest.piece().path(),
                            Unusable.REFUSED,
                            "The event was refused with " + nameOf(e.getCause()),
                            new byte[0]);
            outlets.deadLetters().park(letter(oldest.raw(), bad));
            count(bad);
        }
    }

    /** A registry that refuses our schemas is a matter of deployment, not of this event. */
    private static boolean mayPass(ExecutionException failure) {
        return Outages.isOutage(failure);
    }

    private void count(Piece piece) {
        switch (piece) {
            case Piece.Event<?> event -> metrics.splitEvent(event.topic().name());
            case Piece.Bad bad -> metrics.splitDeadLetter(bad.reason());
        }
    }

    private DeadLetter letter(RawWebhook raw, Piece.Bad bad) {
        return new DeadLetter(
                SERVICE,
                Topics.WEBHOOKS.name(),
                raw.partition(),
                raw.offset(),
                bad.reason(),
                bad.detail(),
                bad.path(),
                time.instant(),
                raw.key(),
                bad.bytes(),
                raw.cutFrom());
    }

    private static String nameOf(@Nullable Throwable cause) {
        return cause == null ? "no cause" : cause.getClass().getName();
    }
}
