package dev.coexistence.kafka;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Addresses of Kafka and the schema registry, and the bounds of waiting for them.
 *
 * @param bootstrapServers brokers, as Kafka's clients take them
 * @param schemaRegistryUrl root of the registry's Confluent API
 * @param registryTimeout for connecting to the registry, and again for each of its answers
 * @param deliveryTimeout after which a publication that was not acknowledged fails
 * @param registryUser name and password with a colon between; blank: none
 * @param registryToken of a bearer; blank: none
 * @param registryCaFile certificates in PEM of those whom the registry's is signed by
 * @param registrySslBundle bundle of {@code spring.ssl.bundle} for the registry, over the file
 * @param client properties of every Kafka client, by Kafka's names ({@code KAFKA_CLIENT_*})
 * @param maxPollRecords events that one call of a function gets at most
 */
@ConfigurationProperties("kafka")
public record KafkaEdgeSettings(
        @DefaultValue("localhost:9092") String bootstrapServers,
        @DefaultValue("http://localhost:8081/apis/ccompat/v7") URI schemaRegistryUrl,
        @DefaultValue("5s") Duration registryTimeout,
        @DefaultValue("") String registryUser,
        @DefaultValue("") String registryToken,
        @DefaultValue("") String registryCaFile,
        @DefaultValue("") String registrySslBundle,
        @DefaultValue Map<String, String> client,
        @DefaultValue("30s") Duration deliveryTimeout,
        @DefaultValue("500") int maxPollRecords) {

    public KafkaEdgeSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException(
                    "kafka.bootstrap-servers must name at least one broker");
        }
        if (maxPollRecords < 1) {
            throw new IllegalArgumentException(
                    "kafka.max-poll-records must be at least 1, was " + maxPollRecords);
        }
    }

    /** Without what may be a secret. */
    @Override
    public String toString() {
        return "KafkaEdgeSettings[" + bootstrapServers + ", " + schemaRegistryUrl + "]";
    }
}
