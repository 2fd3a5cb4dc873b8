package dev.coexistence.access.key;

import dev.coexistence.access.AccessEdgeConfiguration;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.follow.CompactedTopicFollower;
import dev.coexistence.kafka.follow.CompactedTopics;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.ApiKey;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of API keys, in the closed mode of a service with kafka-edge. */
@AutoConfiguration(after = AccessEdgeConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnProperty(name = "access.open", havingValue = "false", matchIfMissing = true)
@ConditionalOnBean(EventPublisher.class)
public class KeyConfiguration {
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
    CompactedTopicFollower<ApiKey> keyFollower(CompactedTopics topics, KeyDirectory directory) {
        return topics.follow(Topics.API_KEYS, "api-keys", new FollowedKeys(directory));
    }
}
