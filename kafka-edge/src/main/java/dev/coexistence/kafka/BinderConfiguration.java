package dev.coexistence.kafka;

import dev.coexistence.kafka.client.BoundProducer;
import dev.coexistence.kafka.client.BrokerAccess;
import dev.coexistence.kafka.client.CatalogueProvisioner;
import dev.coexistence.kafka.client.KafkaClients;
import dev.coexistence.schemas.EventSerde;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.binder.kafka.KafkaMessageChannelBinder;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaBinderConfigurationProperties;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaExtendedBindingProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Spring Cloud Stream's Kafka binder as a bean of the service's own context. Its default
 * configuration would make it in a context of its own, a child that sends the ready event again and
 * asks the brokers for partitions while the service starts.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KafkaProperties.class, KafkaExtendedBindingProperties.class})
class BinderConfiguration {

    @Bean
    @ConfigurationProperties("spring.cloud.stream.kafka.binder")
    KafkaBinderConfigurationProperties binderProperties(
            KafkaProperties kafka, ObjectProvider<KafkaConnectionDetails> brokers) {
        return new KafkaBinderConfigurationProperties(kafka, brokers);
    }

    @Bean
    CatalogueProvisioner catalogueProvisioner(
            KafkaBinderConfigurationProperties properties,
            KafkaProperties kafka,
            BrokerAccess access) {
        return new CatalogueProvisioner(properties, kafka, access);
    }

    @Bean
    BoundProducer boundProducer() {
        return new BoundProducer();
    }

    @Bean
    ConsumerSupervisors consumerSupervisors(Standstills standstills) {
        return new ConsumerSupervisors(standstills);
    }

    @Bean
    PauseOrParkCustomizer pauseOrParkCustomizer(
            EventSerde serde,
            DeadLetters deadLetters,
            ObjectProvider<InstantSource> time,
            ObjectProvider<ContainerSettings> settings,
            ConsumerSupervisors supervisors,
            MeterRegistry meters) {
        var parking =
                new ReadOrPark.Parking(deadLetters, time.getIfAvailable(InstantSource::system));
        List<ContainerSettings> ofServices = settings.orderedStream().toList();
        return new PauseOrParkCustomizer(serde, parking, ofServices, supervisors, meters);
    }

    @Bean
    KafkaMessageChannelBinder kafkaBinder(
            KafkaBinderConfigurationProperties properties,
            KafkaExtendedBindingProperties bindings,
            CatalogueProvisioner topics,
            KafkaClients clients,
            PauseOrParkCustomizer consumers,
            BoundProducer producer) {
        var binder = new KafkaMessageChannelBinder(properties, topics, consumers, null);
        binder.setExtendedBindingProperties(bindings);
        binder.setConsumerEndpointCustomizer(consumers.endpoints());
        binder.setProducerMessageHandlerCustomizer(producer);
        binder.addConsumerConfigCustomizer((config, _, _) -> clients.completeConsumer(config));
        binder.addProducerConfigCustomizer((config, _, _) -> clients.completeProducer(config));
        binder.addClientFactoryCustomizer(clients);
        return binder;
    }
}
