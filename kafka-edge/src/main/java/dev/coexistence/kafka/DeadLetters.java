package dev.coexistence.kafka;

import dev.coexistence.schemas.DeadLetter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parks what could not be read or handled. Meter {@code whatsapp.dead.letters} with tags {@code
 * topic} and {@code reason} counts what the broker has acknowledged.
 */
public final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final EventPublisher publisher;
    private final MeterRegistry meters;

    DeadLetters(EventPublisher publisher, MeterRegistry meters) {
        this.publisher = publisher;
        this.meters = meters;
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
        return publisher.send(letter.toRecord()).thenAccept(_ -> parked(letter));
    }

    private void parked(DeadLetter letter) {
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
