package dev.coexistence.kafka;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * thrown back and come again, {@code whatsapp.consumer.stuck{group}} the seconds that this lasts.
 */
public final class EventConsumers {
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    /** After the broker has refused to let it read, or the container ended. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

    private final ConsumerFactory<String, byte[]> consumers;
    private final EventSerde serde;
    private final ReadOrPark.Parking parking;
    private final Standstills standstills;
    private final MeterRegistry meters;
    private final Map<String, ReadOrPark.Parking> parkingOf = new ConcurrentHashMap<>();

    EventConsumers(
            ConsumerFactory<String, byte[]> consumers,
            EventSerde serde,
            ReadOrPark.Parking parking,
            Standstills standstills,
            MeterRegistry meters) {
        this.consumers = consumers;
        this.serde = serde;
        this.parking = parking;
        this.standstills = standstills;
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
        var reading =
                new ReadOrPark(
                        groupId,
                        topics,
                        serde,
                        parkingOf.computeIfAbsent(groupId, _ -> parking.once()),
                        counted(groupId, handler));
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
        Standstill standstill = standstills.of(groupId);
        properties.setMessageListener(
                (BatchMessageListener<String, byte[]>)
                        records -> {
                            try {
                                listener.onMessage(records);
                                standstill.passed();
                            } catch (RuntimeException | Error e) {
                                outages.increment();
                                standstill.repeats(records.getFirst(), e);
                                // An error would end the container for good.
                                throw e instanceof RuntimeException passing
                                        ? passing
                                        : new ReadOrPark.OutageException(e);
                            }
                        });
        properties.setMissingTopicsFatal(false);
        properties.setAuthExceptionRetryInterval(AGAIN_AFTER);
        properties.setIdleEventInterval(AGAIN_AFTER.toMillis());
        var container = new ConcurrentMessageListenerContainer<>(consumers, properties);
        container.setBeanName(groupId);
        container.setCommonErrorHandler(pauseAndRepeat());
        return new EventConsumer(container, standstill, AGAIN_AFTER);
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
        // The standstill says it, once a minute.
        handler.setLogLevel(org.springframework.kafka.KafkaException.Level.DEBUG);
        return handler;
    }
}
