package dev.coexistence.kafka;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.HttpSchemaRegistry;
import dev.coexistence.schemas.SchemaRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.core.MicrometerProducerListener;
import org.springframework.kafka.core.ProducerFactory;

/** The beans with which a service reads and writes events; a service imports it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaEdgeSettings.class)
public class KafkaEdgeConfiguration {
    /** Largest record that a service publishes, before it is compressed. */
    static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024 + 256 * 1024;

    @Bean
    SchemaRegistry schemaRegistry(KafkaEdgeSettings settings) {
        return new HttpSchemaRegistry(settings.schemaRegistryUrl(), settings.registryTimeout());
    }

    @Bean
    EventSerde eventSerde(SchemaRegistry registry) {
        return new EventSerde(registry);
    }

    @Bean
    ProducerFactory<String, byte[]> producerFactory(
            KafkaEdgeSettings settings, MeterRegistry meters) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        // A codec that every client has: KafkaJS as installed stops at the first lz4 batch.
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        properties.put(ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG, 1);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        properties.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) settings.deliveryTimeout().toMillis());
        properties.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) Math.min(15_000, settings.deliveryTimeout().toMillis() - 100));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, settings.deliveryTimeout().toMillis());
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        var factory =
                new DefaultKafkaProducerFactory<String, byte[]>(
                        properties, new StringSerializer(), new ByteArraySerializer());
        factory.addListener(new MicrometerProducerListener<>(meters));
        return factory;
    }

    @Bean
    ConsumerFactory<String, byte[]> consumerFactory(
            KafkaEdgeSettings settings, MeterRegistry meters) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.maxPollRecords());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        properties.put(
                ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, List.of(PollRoom.class.getName()));
        Supplier<@Nullable Deserializer<String>> keys = BoundedKeys::new;
        Supplier<@Nullable Deserializer<byte[]>> values = BoundedValues::new;
        var factory = new DefaultKafkaConsumerFactory<String, byte[]>(properties, keys, values);
        factory.addListener(new MicrometerConsumerListener<>(meters));
        return factory;
    }

    @Bean
    EventPublisher eventPublisher(ProducerFactory<String, byte[]> producers, EventSerde serde) {
        return new EventPublisher(producers.createProducer(), serde);
    }

    @Bean
    Traces traces(ObjectProvider<ObservationRegistry> observations) {
        return new Traces(observations.getIfAvailable(() -> ObservationRegistry.NOOP));
    }

    @Bean("kafka")
    BrokerHealth brokerHealth(KafkaEdgeSettings settings) {
        return new BrokerHealth(settings);
    }

    @Bean
    DeadLetters deadLetters(EventPublisher publisher, MeterRegistry meters) {
        return new DeadLetters(publisher, meters);
    }

    @Bean("consumers")
    Standstills standstills(MeterRegistry meters) {
        return new Standstills(meters, System::nanoTime);
    }

    @Bean
    EventConsumers eventConsumers(
            ConsumerFactory<String, byte[]> consumers,
            EventSerde serde,
            DeadLetters deadLetters,
            ObjectProvider<InstantSource> time,
            Standstills standstills,
            MeterRegistry meters) {
        var parking =
                new ReadOrPark.Parking(deadLetters, time.getIfAvailable(InstantSource::system));
        return new EventConsumers(consumers, serde, parking, standstills, meters);
    }
}
