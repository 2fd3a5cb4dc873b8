package dev.coexistence.database;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topic;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Events that leave by the table {@code outbox} when their transaction commits. Thread-safe. */
public final class EventOutbox {
    private final OutboxTable table;
    private final EventSerde serde;

    public EventOutbox(OutboxTable table, EventSerde serde) {
        this.table = table;
        this.serde = serde;
    }

    /** Adds an event to the transaction under way; its key decides the partition. */
    public <T extends SpecificRecord> void add(Topic<T> topic, String key, T event) {
        table.add(
                List.of(
                        new OutboxTable.Entry(
                                topic.name(), null, key, serde.write(topic, event), null)));
    }
}
