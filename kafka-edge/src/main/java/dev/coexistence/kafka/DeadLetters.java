package dev.coexistence.kafka;

import dev.coexistence.schemas.DeadLetter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parks what could not be read or handled. What the broker refuses as too large is parked with the
 * beginning of its bytes only. Meter {@code whatsapp.dead.letters} with tags {@code topic} and
 * {@code reason} counts what the broker has acknowledged. Thread-safe.
 */
public final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    /** Enough to see what it was; the record itself still stands on its topic. */
    private static final int KEPT_BYTES = 64 * 1024;

    private static final int REMEMBERED = 10_000;

    private final EventPublisher publisher;
    private final MeterRegistry meters;
    private final @Nullable Map<Place, CompletableFuture<Void>> sent;

    /** Place that a dead letter is about; of an item of a record, with its reason and bytes. */
    private record Place(
            String topic, int partition, long offset, @Nullable String pointer, int said) {

        static Place of(DeadLetter letter) {
            int said =
                    letter.pointer() == null
                            ? 0
                            : 31 * letter.reason().hashCode() + Arrays.hashCode(letter.value());
            return new Place(
                    letter.topic(), letter.partition(), letter.offset(), letter.pointer(), said);
        }
    }

    DeadLetters(EventPublisher publisher, MeterRegistry meters) {
        this(publisher, meters, null);
    }

    private DeadLetters(
            EventPublisher publisher,
            MeterRegistry meters,
            @Nullable Map<Place, CompletableFuture<Void>> sent) {
        this.publisher = publisher;
        this.meters = meters;
        this.sent = sent;
    }

    /**
     * The dead letters of one consumer, which gets records again after an outage: what was parked
     * is not parked again. Remembers the last 10,000.
     */
    public DeadLetters once() {
        var eldest =
                new LinkedHashMap<Place, CompletableFuture<Void>>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(
                            Map.Entry<Place, CompletableFuture<Void>> entry) {
                        return size() > REMEMBERED;
                    }
                };
        return new DeadLetters(publisher, meters, eldest);
    }

    /** True where this consumer has parked the whole record, so that it may pass it over. */
    public boolean isParked(ConsumerRecord<?, ?> record) {
        if (sent == null) {
            return false;
        }
        var place = new Place(record.topic(), record.partition(), record.offset(), null, 0);
        synchronized (sent) {
            var before = sent.get(place);
            return before != null && before.isDone() && !before.isCompletedExceptionally();
        }
    }

    /**
     * Returns when the broker has acknowledged the dead letter; only then may its record be passed
     * over.
     *
     * @throws KafkaException where the broker did not acknowledge: an outage, the record must come
     *     again
     */
    public void park(DeadLetter letter) {
        try {
            send(letter).get();
        } catch (ExecutionException e) {
            throw new org.apache.kafka.common.errors.TimeoutException(
                    "A dead letter was not acknowledged", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    /**
     * Parks without waiting, for whoever parks many at once.
     *
     * @return completes when the broker has acknowledged, exceptionally where it has not
     */
    public CompletableFuture<Void> send(DeadLetter letter) {
        if (sent == null) {
            return sendCutting(letter);
        }
        synchronized (sent) {
            var before = sent.get(Place.of(letter));
            if (before != null && !before.isCompletedExceptionally()) {
                return before;
            }
            var now = sendCutting(letter);
            sent.put(Place.of(letter), now);
            return now;
        }
    }

    private CompletableFuture<Void> sendCutting(DeadLetter letter) {
        // On another thread, as the producer's own must not wait for itself.
        return attempt(letter)
                .exceptionallyComposeAsync(
                        e -> isTooLarge(e) ? attempt(letter.cut(KEPT_BYTES)) : fail(e),
                        Thread::startVirtualThread)
                .exceptionallyComposeAsync(
                        e -> isTooLarge(e) ? attempt(letter.cut(0)) : fail(e),
                        Thread::startVirtualThread)
                .thenAccept(_ -> countParked(letter));
    }

    private CompletableFuture<Void> attempt(DeadLetter letter) {
        return publisher.send(letter.toRecord()).thenAccept(_ -> {});
    }

    private static CompletableFuture<Void> fail(Throwable failure) {
        return CompletableFuture.failedFuture(cause(failure));
    }

    private static boolean isTooLarge(Throwable failure) {
        return cause(failure) instanceof RecordTooLargeException;
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private void countParked(DeadLetter letter) {
        meters.counter("whatsapp.dead.letters", "topic", letter.topic(), "reason", letter.reason())
                .increment();
        log.atWarn()
                .addKeyValue("topic", letter.topic())
                .addKeyValue("partition", letter.partition())
                .addKeyValue("offset", letter.offset())
                .addKeyValue("reason", letter.reason())
                .addKeyValue("detail", letter.detail())
                .log("Record parked as a dead letter");
    }
}
