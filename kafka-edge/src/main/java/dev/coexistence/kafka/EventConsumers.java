package dev.coexistence.kafka;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Makes the consumers of a service. Meters: {@code whatsapp.consumer.handled{group,topic}} counts
 * events that a handler has finished, {@code whatsapp.consumer.outages{group}} polls that were
 * thrown back and come again.
 */
public final class EventConsumers {
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final ConsumerFactory<String, byte[]> consumers;
    private final EventSerde serde;
    private final ReadOrPark.Parking parking;
    private final MeterRegistry meters;

    EventConsumers(
            ConsumerFactory<String, byte[]> consumers,
            EventSerde serde,
            ReadOrPark.Parking parking,
            MeterRegistry meters) {
        this.consumers = consumers;
        this.serde = serde;
        this.parking = parking;
        this.meters = meters;
    }

    /**
     * A consumer of events; starts and stops with the application where it is a bean.
     *
     * @param groupId consumer group; also the name by which dead letters say who gave up
     * @param handler gets the events; see there for what its exceptions mean
     */
    public EventConsumer consumer(
            String groupId, List<Topic<?>> topics, EventBatchHandler handler) {
        var reading = new ReadOrPark(groupId, topics, serde, parking, counted(groupId, handler));
        return container(groupId, topics, reading, _ -> {});
    }

    /**
     * A consumer of the records as they are, with the same promises: what is thrown as an outage
     * comes again for ever. For topics whose values have no schema.
     */
    public EventConsumer rawConsumer(
            String groupId, List<Topic<?>> topics, BatchMessageListener<String, byte[]> listener) {
        return rawConsumer(groupId, topics, listener, _ -> {});
    }

    /**
     * The same with settings of its own, such as how much Kafka's consumer fetches at once or what
     * threads it runs on. The group, the listener and how offsets are committed are not to be set.
     */
    public EventConsumer rawConsumer(
            String groupId,
            List<Topic<?>> topics,
            BatchMessageListener<String, byte[]> listener,
            Consumer<ContainerProperties> settings) {
        return container(groupId, topics, listener, settings);
    }

    private EventConsumer container(
            String groupId,
            List<Topic<?>> topics,
            BatchMessageListener<String, byte[]> listener,
            Consumer<ContainerProperties> settings) {
        var properties =
                new ContainerProperties(topics.stream().map(Topic::name).toArray(String[]::new));
        settings.accept(properties);
        properties.setGroupId(groupId);
        properties.setAckMode(AckMode.BATCH);
        Counter outages =
                Counter.builder("whatsapp.consumer.outages")
                        .description("Polls thrown back because the surroundings failed")
                        .tag("group", groupId)
                        .register(meters);
        properties.setMessageListener(
                (BatchMessageListener<String, byte[]>)
                        records -> {
                            try {
                                listener.onMessage(records);
                            } catch (RuntimeException e) {
                                outages.increment();
                                throw e;
                            }
                        });
        properties.setMissingTopicsFatal(false);
        var container = new ConcurrentMessageListenerContainer<>(consumers, properties);
        container.setBeanName(groupId);
        container.setCommonErrorHandler(pauseAndRepeat());
        return new EventConsumer(container);
    }

    private EventBatchHandler counted(String groupId, EventBatchHandler handler) {
        return events -> {
            handler.handle(events);
            events.forEach(event ->
                    meters.counter(
                                    "whatsapp.consumer.handled",
                                    "group",
                                    groupId,
                                    "topic",
                                    event.topic().name())
                            .increment());
        };
    }

    private static DefaultErrorHandler pauseAndRepeat() {
        var pauses = new ExponentialBackOff(FIRST_PAUSE_MILLIS, 2);
        pauses.setMaxInterval(LONGEST_PAUSE_MILLIS);
        var handler = new DefaultErrorHandler(pauses);
        handler.setLogLevel(org.springframework.kafka.KafkaException.Level.WARN);
        return handler;
    }
}
