package dev.coexistence.kafka;

import dev.coexistence.kafka.client.CatalogueProvisioner;
import dev.coexistence.schemas.EventSerde;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.cloud.stream.config.ConsumerEndpointCustomizer;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.integration.kafka.inbound.KafkaMessageDrivenChannelAdapter;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.messaging.Message;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Customizer that gives every consumer binding of a service the rule of this module: events are
 * read or parked, an outage pauses the consumer. Meters: {@code
 * whatsapp.consumer.handled{group,topic}} counts events that a function has finished, {@code
 * whatsapp.consumer.outages{group}} polls that were thrown back and come again, {@code
 * whatsapp.consumer.stuck{group}} the seconds that this lasts.
 */
final class PauseOrParkCustomizer
        implements ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> {
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    /** So often an idle one says that it polls. */
    private static final Duration IDLE_AFTER = Duration.ofSeconds(5);

    /**
     * After the broker has refused to let it read. Refusals of a fetch come out of the consumer one
     * partition a poll, so this is waited once a partition before it goes on.
     */
    private static final Duration REFUSED_AGAIN_AFTER = Duration.ofMillis(100);

    private final EventSerde serde;
    private final ReadOrPark.Parking parking;
    private final List<ContainerSettings> settings;
    private final ConsumerSupervisors supervisors;
    private final MeterRegistry meters;
    private final Map<String, ReadOrPark.Parking> parkingOf = new ConcurrentHashMap<>();

    PauseOrParkCustomizer(
            EventSerde serde,
            ReadOrPark.Parking parking,
            List<ContainerSettings> settings,
            ConsumerSupervisors supervisors,
            MeterRegistry meters) {
        this.serde = serde;
        this.parking = parking;
        this.settings = settings;
        this.supervisors = supervisors;
        this.meters = meters;
    }

    @Override
    public void configure(
            AbstractMessageListenerContainer<?, ?> container, String destination, String group) {
        if (group == null || group.isBlank()) {
            throw new IllegalStateException("The binding of " + destination + " has no group");
        }
        var supervisor = supervisors.supervise(group, container);
        container.setBeanName(group);
        container.setCommonErrorHandler(pauseAndRepeat());
        var properties = container.getContainerProperties();
        settings.forEach(own -> own.apply(group, properties));
        properties.setAckMode(AckMode.BATCH);
        properties.setMissingTopicsFatal(false);
        properties.setMicrometerEnabled(false);
        properties.setAuthExceptionRetryInterval(REFUSED_AGAIN_AFTER);
        properties.setIdleEventInterval(IDLE_AFTER.toMillis());
        properties.setAdviceChain(advice(destination, group, supervisor));
    }

    private PauseOrParkAdvice advice(
            String destination, String group, ConsumerSupervisor supervisor) {
        Counter outages =
                Counter.builder("whatsapp.consumer.outages")
                        .description("Polls thrown back because the surroundings failed")
                        .tag("group", group)
                        .register(meters);
        var topics = CatalogueProvisioner.findTopics(destination);
        boolean events = topics.stream().allMatch(topic -> topic.event() != null);
        PauseOrParkAdvice.Reading reading =
                events
                        ? handler ->
                                new ReadOrPark(
                                        group,
                                        topics,
                                        serde,
                                        parkingOf.computeIfAbsent(group, _ -> parking.once()),
                                        countHandled(group, handler))
                        : null;
        return new PauseOrParkAdvice(reading, supervisor, outages);
    }

    private EventBatchHandler countHandled(String group, EventBatchHandler handler) {
        return events -> {
            handler.handle(events);
            events.forEach(event ->
                    meters.counter(
                                    "whatsapp.consumer.handled",
                                    "group",
                                    group,
                                    "topic",
                                    event.topic().name())
                            .increment());
        };
    }

    /** Customizer of the endpoints between container and function. */
    ConsumerEndpointCustomizer<KafkaMessageDrivenChannelAdapter<?, ?>> endpoints() {
        return (endpoint, _, _) -> {
            endpoint.setBatchMessageConverter(new EventBatchConverter());
            endpoint.setErrorChannel(PauseOrParkCustomizer::rethrow);
        };
    }

    /** The binder's own channel would log the failed message, with what customers wrote. */
    private static boolean rethrow(Message<?> failed, long timeout) {
        throw failed.getPayload() instanceof RuntimeException failure
                ? failure
                : new IllegalStateException("A function failed without its failure");
    }

    private static DefaultErrorHandler pauseAndRepeat() {
        var pauses = new ExponentialBackOff(FIRST_PAUSE_MILLIS, 2);
        pauses.setMaxInterval(LONGEST_PAUSE_MILLIS);
        var handler = new DefaultErrorHandler(pauses);
        // Whatever is thrown here is no record's fault.
        handler.setClassifications(Map.of(), true);
        // The standstill says it, once a minute.
        handler.setLogLevel(org.springframework.kafka.KafkaException.Level.DEBUG);
        return handler;
    }
}
