package dev.coexistence.kafka.client;

import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.broker.ClientKind;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.PartitionInfo;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.binder.ExtendedConsumerProperties;
import org.springframework.cloud.stream.binder.ExtendedProducerProperties;
import org.springframework.cloud.stream.binder.kafka.common.TopicInformation;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaBinderConfigurationProperties;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaConsumerProperties;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaProducerProperties;
import org.springframework.cloud.stream.binder.kafka.provisioning.KafkaTopicProvisioner;
import org.springframework.cloud.stream.provisioning.ConsumerDestination;
import org.springframework.cloud.stream.provisioning.ProducerDestination;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Provisioner of a binder that takes topics as they are and creates none. It refuses a destination
 * that the catalogue does not know, and asks no broker for partitions, so that a service starts
 * while the brokers are away.
 */
public final class CatalogueProvisioner extends KafkaTopicProvisioner {
    private final BrokerAccess access;

    public CatalogueProvisioner(
            KafkaBinderConfigurationProperties properties,
            KafkaProperties kafka,
            BrokerAccess access) {
        super(properties, kafka, List.of());
        this.access = access;
    }

    /** Properties of an administrator's client, with the brokers and the way to them. */
    @Override
    public Map<String, Object> getAdminClientProperties() {
        var properties = new HashMap<>(super.getAdminClientProperties());
        access.complete(ClientKind.ADMIN, properties);
        return properties;
    }

    /**
     * @param destination names of topics, separated by commas
     * @throws IllegalArgumentException where one is not in the catalogue
     */
    public static List<Topic<?>> findTopics(String destination) {
        return Arrays.stream(destination.split(",", -1))
                .map(String::strip)
                .<Topic<?>>map(CatalogueProvisioner::findTopic)
                .toList();
    }

    private static Topic<?> findTopic(String name) {
        return Topics.ALL.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "The catalogue of topics does not know the destination " + name));
    }

    @Override
    public ConsumerDestination provisionConsumerDestination(
            String name,
            String group,
            ExtendedConsumerProperties<KafkaConsumerProperties> properties) {
        var unused = findTopics(name);
        return super.provisionConsumerDestination(name, group, properties);
    }

    @Override
    public ProducerDestination provisionProducerDestination(
            String name, ExtendedProducerProperties<KafkaProducerProperties> properties) {
        var unused = findTopic(name);
        return super.provisionProducerDestination(name, properties);
    }

    @Override
    public Collection<PartitionInfo> getListenedPartitions(
            String group,
            ExtendedConsumerProperties<KafkaConsumerProperties> properties,
            ConsumerFactory<?, ?> consumers,
            int partitionCount,
            boolean usingPatterns,
            boolean groupManagement,
            String topic,
            Map<String, TopicInformation> topicsInUse) {
        return List.of();
    }

    @Override
    public Collection<PartitionInfo> getPartitionInfoForProducer(
            String topic,
            ProducerFactory<byte[], byte[]> producers,
            ExtendedProducerProperties<KafkaProducerProperties> properties) {
        return List.of();
    }
}
