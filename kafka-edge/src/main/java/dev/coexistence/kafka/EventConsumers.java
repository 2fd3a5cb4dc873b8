package dev.coexistence.kafka;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topic;
import java.time.InstantSource;
import java.util.List;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/** Makes the consumers of a service. */
public final class EventConsumers {
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final ConsumerFactory<String, byte[]> consumers;
    private final EventSerde serde;
    private final ReadOrPark.Parking parking;

    EventConsumers(
            ConsumerFactory<String, byte[]> consumers,
            EventSerde serde,
            DeadLetters deadLetters,
            InstantSource time) {
        this.consumers = consumers;
        this.serde = serde;
        this.parking = new ReadOrPark.Parking(deadLetters, time);
    }

    /**
     * A consumer of events; starts and stops with the application where it is a bean.
     *
     * @param groupId consumer group; also the name by which dead letters say who gave up
     * @param handler gets the events; see there for what its exceptions mean
     */
    public EventConsumer consumer(
            String groupId, List<Topic<?>> topics, EventBatchHandler handler) {
        return container(groupId, topics, new ReadOrPark(groupId, topics, serde, parking, handler));
    }

    /**
     * A consumer of the records as they are, with the same promises: what is thrown as an outage
     * comes again for ever. For topics whose values have no schema.
     */
    public EventConsumer rawConsumer(
            String groupId, List<Topic<?>> topics, BatchMessageListener<String, byte[]> listener) {
        return container(groupId, topics, listener);
    }

    private EventConsumer container(
            String groupId, List<Topic<?>> topics, BatchMessageListener<String, byte[]> listener) {
        var properties =
                new ContainerProperties(topics.stream().map(Topic::name).toArray(String[]::new));
        properties.setGroupId(groupId);
        properties.setAckMode(AckMode.BATCH);
        properties.setMessageListener(listener);
        properties.setMissingTopicsFatal(false);
        var container = new ConcurrentMessageListenerContainer<>(consumers, properties);
        container.setBeanName(groupId);
        container.setCommonErrorHandler(pauseAndRepeat());
        return new EventConsumer(container);
    }

    private static DefaultErrorHandler pauseAndRepeat() {
        var pauses = new ExponentialBackOff(FIRST_PAUSE_MILLIS, 2);
        pauses.setMaxInterval(LONGEST_PAUSE_MILLIS);
        var handler = new DefaultErrorHandler(pauses);
        handler.setLogLevel(org.springframework.kafka.KafkaException.Level.WARN);
        return handler;
    }
}
