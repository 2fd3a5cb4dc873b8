package dev.coexistence.kafka;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.InMemorySchemaRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.producer.Producer;

/** Publisher and dead letters on a producer of a test's own. */
public final class PublisherParts {
    private PublisherParts() {}

    public static EventPublisher publisher(Producer<String, byte[]> producer) {
        return new EventPublisher(producer, new EventSerde(new InMemorySchemaRegistry()));
    }

    public static DeadLetters deadLetters(EventPublisher publisher, MeterRegistry meters) {
        return new DeadLetters(publisher, meters);
    }
}
