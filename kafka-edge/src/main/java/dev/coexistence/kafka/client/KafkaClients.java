package dev.coexistence.kafka.client;

import dev.coexistence.schemas.broker.ClientKind;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.cloud.stream.binder.kafka.config.ClientFactoryCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.core.MicrometerProducerListener;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Client properties that the promises of this module need, over those that an operator set for the
 * binder. Bound clients and bare ones get the same.
 */
public final class KafkaClients implements ClientFactoryCustomizer {
    /** Largest record that a service publishes, before it is compressed. */
    static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024 + 256 * 1024;

    private static final int LONGEST_REQUEST_MILLIS = 15_000;

    private final Duration deliveryTimeout;
    private final int maxPollRecords;
    private final MeterRegistry meters;
    private final ApplicationContext context;
    private final BrokerAccess access;

    /**
     * @param deliveryTimeout after which a publication that was not acknowledged fails
     * @param maxPollRecords records that one poll brings at most, where a binding sets nothing else
     * @param access to the brokers, over what an operator set for the binder
     */
    public KafkaClients(
            Duration deliveryTimeout,
            int maxPollRecords,
            MeterRegistry meters,
            ApplicationContext context,
            BrokerAccess access) {
        this.deliveryTimeout = deliveryTimeout;
        this.maxPollRecords = maxPollRecords;
        this.meters = meters;
        this.context = context;
        this.access = access;
    }

    public void completeConsumer(Map<String, Object> properties) {
        access.complete(ClientKind.CONSUMER, properties);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(
                ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, List.of(PollRoom.class.getName()));
        properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
    }

    public void completeProducer(Map<String, Object> properties) {
        access.complete(ClientKind.PRODUCER, properties);
        int delivery = (int) deliveryTimeout.toMillis();
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
        properties.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.min(LONGEST_REQUEST_MILLIS, delivery - 100));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, delivery);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void configure(ConsumerFactory<?, ?> consumers) {
        var factory = (DefaultKafkaConsumerFactory<String, byte[]>) consumers;
        factory.setBeanName("consumerFactory");
        factory.setApplicationContext(context);
        factory.setKeyDeserializerSupplier(BoundedKeys::new);
        factory.setValueDeserializerSupplier(BoundedValues::new);
        factory.addListener(new MicrometerConsumerListener<>(meters));
    }

    @Override
    @SuppressWarnings("unchecked")
    public void configure(ProducerFactory<?, ?> producers) {
        var factory = (DefaultKafkaProducerFactory<String, byte[]>) producers;
        factory.setBeanName("producerFactory");
        factory.setApplicationContext(context);
        factory.addListener(new MicrometerProducerListener<>(meters));
    }
}
