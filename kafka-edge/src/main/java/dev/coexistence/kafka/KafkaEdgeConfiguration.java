package dev.coexistence.kafka;

import dev.coexistence.kafka.client.BoundProducer;
import dev.coexistence.kafka.client.BrokerAccess;
import dev.coexistence.kafka.client.CatalogueProvisioner;
import dev.coexistence.kafka.client.KafkaClients;
import dev.coexistence.kafka.client.RenewedBundle;
import dev.coexistence.kafka.follow.CompactedTopics;
import dev.coexistence.kafka.follow.FollowerProgress;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.HttpSchemaRegistry;
import dev.coexistence.schemas.SchemaRegistry;
import dev.coexistence.schemas.broker.RegistryAccess;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaBinderConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** Beans with which a service reads and writes events; a service imports it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaEdgeSettings.class)
@Import(BinderConfiguration.class)
public class KafkaEdgeConfiguration {

    @Bean
    SchemaRegistry schemaRegistry(KafkaEdgeSettings settings, SslBundles bundles) {
        var access =
                RegistryAccess.of(
                        settings.registryUser(),
                        settings.registryToken(),
                        settings.registryCaFile());
        var registry =
                new HttpSchemaRegistry(
                        settings.schemaRegistryUrl(), settings.registryTimeout(), access);
        if (!settings.registrySslBundle().isBlank()) {
            Consumer<SSLContext> renew = tls -> registry.renew(access.withTls(tls));
            renew.accept(
                    RenewedBundle.find(
                                    bundles,
                                    "KAFKA_REGISTRY_SSL_BUNDLE",
                                    settings.registrySslBundle(),
                                    renew)
                            .tls());
        }
        return registry;
    }

    @Bean
    BrokerAccess brokerAccess(KafkaEdgeSettings settings, SslBundles bundles) {
        return BrokerAccess.of(settings.client(), settings.bootstrapServers(), bundles);
    }

    @Bean
    EventSerde eventSerde(SchemaRegistry registry) {
        return new EventSerde(registry);
    }

    @Bean
    KafkaClients kafkaClients(
            KafkaEdgeSettings settings,
            MeterRegistry meters,
            ApplicationContext context,
            BrokerAccess access) {
        return new KafkaClients(
                settings.deliveryTimeout(), settings.maxPollRecords(), meters, context, access);
    }

    /** Of consumers that no binding can be, such as one that reads in no group. */
    @Bean
    ConsumerFactory<String, byte[]> consumerFactory(
            KafkaBinderConfigurationProperties properties, KafkaClients clients) {
        Map<String, Object> merged = new HashMap<>(properties.mergedConsumerConfiguration());
        clients.completeConsumer(merged);
        var factory = new DefaultKafkaConsumerFactory<String, byte[]>(merged);
        clients.configure(factory);
        return factory;
    }

    @Bean
    CompactedTopics compactedTopics(
            ConsumerFactory<String, byte[]> consumers,
            CatalogueProvisioner provisioner,
            EventSerde serde,
            Standstills standstills,
            MeterRegistry meters) {
        return new CompactedTopics(
                consumers,
                provisioner::getAdminClientProperties,
                serde,
                name -> progress(standstills.of(name)),
                meters);
    }

    private static FollowerProgress progress(Standstill standstill) {
        return new FollowerProgress() {
            @Override
            public void repeats(Throwable why) {
                standstill.repeats(null, why);
            }

            @Override
            public void passed() {
                standstill.passed();
            }
        };
    }

    @Bean
    EventPublisher eventPublisher(BoundProducer producer, EventSerde serde) {
        return new EventPublisher(producer, serde);
    }

    @Bean
    Traces traces(ObjectProvider<ObservationRegistry> observations) {
        return new Traces(observations.getIfAvailable(() -> ObservationRegistry.NOOP));
    }

    @Bean("kafka")
    BrokerHealth brokerHealth(CatalogueProvisioner topics) {
        return new BrokerHealth(topics.getAdminClientProperties());
    }

    @Bean
    DeadLetters deadLetters(EventPublisher publisher, MeterRegistry meters) {
        return new DeadLetters(publisher, meters);
    }

    @Bean("consumers")
    Standstills standstills(MeterRegistry meters) {
        return new Standstills(meters, System::nanoTime);
    }
}
