package dev.coexistence.dispatch.intake;

import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.UnreadableRecord;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads records, and parks those that nobody can read, so that the next goes through. A record is
 * parked once, however often it comes again because of others.
 */
public final class RecordReader {
    private final String service;
    private final EventSerde serde;
    private final DeadLetters deadLetters;
    private final InstantSource time;

    public RecordReader(
            String service, EventSerde serde, DeadLetters deadLetters, InstantSource time) {
        this.service = service;
        this.serde = serde;
        this.deadLetters = deadLetters.once();
        this.time = time;
    }

    /** The event; empty where the record was parked. */
    <T extends SpecificRecord> Optional<T> read(
            Topic<T> topic, ConsumerRecord<String, byte[]> record) {
        if (deadLetters.isParked(record)) {
            return Optional.empty();
        }
        try {
            return Optional.of(serde.read(topic, record));
        } catch (UnreadableRecord e) {
            park(
                    record,
                    DeadLetter.UNREADABLE,
                    Objects.requireNonNullElse(e.getMessage(), "unreadable"));
            return Optional.empty();
        }
    }

    /** Returns when the broker has acknowledged the dead letter. */
    void park(ConsumerRecord<String, byte[]> record, String reason, String detail) {
        deadLetters.park(DeadLetter.of(service, record, reason, detail, time.instant()));
    }
}
