package dev.coexistence.database;

import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Outages;
import dev.coexistence.schemas.DeadLetter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes what stands in an outbox, in order and at least once: reads the oldest rows, publishes
 * them, removes those that the broker has acknowledged. Where an acknowledgement is missing, its
 * row and all later rows of the same key come again, so an older record never ends behind a newer
 * one. A record that the broker refuses for good, as too large, is parked as a dead letter with
 * reason {@code UNPUBLISHED} and removed; nothing waits behind it.
 */
public final class OutboxRelay implements SmartLifecycle {
    /** Reason of a dead letter that no broker would take as an event. */
    public static final String UNPUBLISHED = "UNPUBLISHED";

    private static final int UNKNOWN_PARTITION = -1;

    private final OutboxRows rows;
    private final OutboxOwner owner;
    private final EventPublisher publisher;
    private final Parking parking;
    private final IntConsumer published;
    private final int batch;
    private final Worker worker;

    /**
     * The place for records that no broker takes.
     *
     * @param service that the dead letters name
     */
    public record Parking(String service, DeadLetters deadLetters, InstantSource time) {}

    /**
     * A batch after its publication.
     *
     * @param handled rows that need not come again
     * @param failure null where all were handled
     */
    private record Delivery(List<Long> handled, @Nullable Exception failure) {}

    /**
     * @param published told after each batch how many records left the outbox
     * @param batch most records at a time
     */
    public OutboxRelay(
            OutboxRows rows,
            OutboxOwner owner,
            EventPublisher publisher,
            Parking parking,
            IntConsumer published,
            int batch,
            Worker.Pace pace) {
        this.rows = rows;
        this.owner = owner;
        this.publisher = publisher;
        this.parking = parking;
        this.published = published;
        this.batch = batch;
        this.worker = new Worker("outbox-relay", pace, this::relay);
    }

    /** Something was stored, and its transaction has ended. */
    public void signal() {
        worker.signal();
    }

    /**
     * Publishes one batch.
     *
     * @return true where more may wait
     */
    boolean relay() {
        int removed = owner.whileOwner(this::relay).orElse(0);
        if (removed > 0) {
            published.accept(removed);
        }
        return removed == batch;
    }

    private int relay(OutboxScope scope) {
        List<OutboxRow> oldest = rows.findOldest(scope, batch);
        if (oldest.isEmpty()) {
            return 0;
        }
        return switch (scope) {
            case OutboxScope.Everything _ -> {
                // First of all, so that a database that is read-only publishes nothing again and
                // again; the transaction takes it back where the batch fails.
                rows.remove(scope, oldest.stream().map(OutboxRow::id).toArray(Long[]::new));
                yield count(publish(oldest));
            }
            case OutboxScope.Partitions _ -> {
                Delivery delivery = publish(oldest);
                if (!delivery.handled().isEmpty()) {
                    rows.remove(scope, delivery.handled().toArray(Long[]::new));
                }
                yield count(delivery);
            }
        };
    }

    private static int count(Delivery delivery) {
        if (delivery.failure() != null) {
            throw new NotAcknowledged(delivery.failure());
        }
        return delivery.handled().size();
    }

    private Delivery publish(List<OutboxRow> oldest) {
        var acknowledgements = new ArrayList<CompletableFuture<RecordMetadata>>(oldest.size());
        for (OutboxRow row : oldest) {
            acknowledgements.add(publisher.send(row.toRecord()));
        }
        var handled = new ArrayList<Long>(oldest.size());
        Set<String> behind = new HashSet<>();
        Exception failure = null;
        for (int i = 0; i < oldest.size(); i++) {
            OutboxRow row = oldest.get(i);
            Exception missing = settle(row, acknowledgements.get(i));
            if (missing != null) {
                failure = missing;
                behind.add(row.topic() + '|' + row.key());
            } else if (!behind.contains(row.topic() + '|' + row.key())) {
                handled.add(row.id());
            }
        }
        return new Delivery(handled, failure);
    }

    /** Null where the record is acknowledged or parked. */
    private @Nullable Exception settle(
            OutboxRow row, CompletableFuture<RecordMetadata> acknowledgement) {
        try {
            acknowledgement.get();
            return null;
        } catch (ExecutionException e) {
            if (Outages.isOutage(e)) {
                return e;
            }
            return park(row, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private @Nullable Exception park(OutboxRow row, ExecutionException refusal) {
        try {
            parking.deadLetters()
                    .park(
                            new DeadLetter(
                                    parking.service(),
                                    row.topic(),
                                    row.partition() == null ? UNKNOWN_PARTITION : row.partition(),
                                    row.id(),
                                    UNPUBLISHED,
                                    "The broker refused the outbox's row of this offset: "
                                            + Outages.describe(refusal),
                                    null,
                                    parking.time().instant(),
                                    row.key(),
                                    row.payload()));
            return null;
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            return e;
        }
    }

    @Override
    public void start() {
        worker.start();
    }

    @Override
    public void stop() {
        worker.close();
    }

    @Override
    public boolean isRunning() {
        return worker.isRunning();
    }

    /** The broker has not acknowledged a record: it stays in the outbox. */
    private static final class NotAcknowledged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAcknowledged(Exception cause) {
            super("A record of the outbox was not acknowledged", cause);
        }
    }
}
