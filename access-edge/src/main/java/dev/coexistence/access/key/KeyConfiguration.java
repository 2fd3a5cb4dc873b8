package dev.coexistence.access.key;

import dev.coexistence.access.AccessEdgeConfiguration;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Standstills;
import dev.coexistence.schemas.EventSerde;
import java.time.InstantSource;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ConsumerFactory;

/** Auto-configuration of API keys, in the closed mode of a service with kafka-edge. */
@AutoConfiguration(after = AccessEdgeConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnProperty(name = "access.open", havingValue = "false", matchIfMissing = true)
@ConditionalOnBean(EventPublisher.class)
public class KeyConfiguration {
    private static final int LONGEST_FETCH_MILLIS = 100;

    @Bean
    KeyDirectory keyDirectory(EventPublisher publisher) {
        var time = InstantSource.system();
        var uses =
                new KeyUses(
                        publisher,
                        time,
                        command -> Thread.ofVirtual().name("key-uses").start(command));
        return new KeyDirectory(time, uses::note);
    }

    @Bean
    KeyTopic keyTopic(
            ConsumerFactory<String, byte[]> consumers,
            EventSerde serde,
            KeyDirectory directory,
            Standstills standstills) {
        var quick = new Properties();
        quick.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, LONGEST_FETCH_MILLIS);
        return new KeyTopic(
                () -> consumers.createConsumer(null, null, "api-keys", quick),
                serde,
                directory,
                standstills.of("api-keys"));
    }
}
