package dev.coexistence.ingest.split;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventPublisher;
import java.time.InstantSource;

/** Factory of publishers: each batch, each replay and each re-driven letter has its own. */
public final class ItemPublisherFactory {
    private final EventPublisher events;
    private final DeadLetters deadLetters;
    private final IngestMetrics metrics;
    private final InstantSource time;

    public ItemPublisherFactory(
            EventPublisher events,
            DeadLetters deadLetters,
            IngestMetrics metrics,
            InstantSource time) {
        this.events = events;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.time = time;
    }

    public ItemPublisher create() {
        return new ItemPublisher(events, deadLetters, metrics, time);
    }
}
