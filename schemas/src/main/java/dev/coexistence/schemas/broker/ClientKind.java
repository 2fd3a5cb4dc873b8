package dev.coexistence.schemas.broker;

import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Kind of a Kafka client, which knows its properties. */
public enum ClientKind {
    PRODUCER(ProducerConfig.configDef()),
    CONSUMER(ConsumerConfig.configDef()),
    ADMIN(AdminClientConfig.configDef());

    private final ConfigDef definition;

    ClientKind(ConfigDef definition) {
        this.definition = definition;
    }

    /** Tells whether clients of this kind have a property of that name. */
    boolean knows(String name) {
        return definition.configKeys().containsKey(name);
    }

    /** A definition of a property, of whichever kind has it. */
    static Optional<ConfigDef.ConfigKey> findKey(String name) {
        return Arrays.stream(values())
                .flatMap(kind ->
                        Optional.ofNullable(kind.definition.configKeys().get(name)).stream())
                .findFirst();
    }
}
