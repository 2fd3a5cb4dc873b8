package dev.coexistence.conversation.erasure;

import dev.coexistence.kafka.EventConsumer;
import dev.coexistence.kafka.EventConsumers;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Erasure;
import java.nio.ByteBuffer;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where erasures meet Kafka: a group of its own, so that they do not wait behind messages. */
@Configuration(proxyBeanMethods = false)
class ErasureBindings {
    static final String GROUP = "conversation-service-erasures";

    @Bean
    EventConsumer erasures(EventConsumers consumers, Eraser eraser, Forgetting forgetting) {
        return consumers.consumer(
                GROUP,
                List.of(Topics.ERASURES),
                events ->
                        events.forEach(event -> {
                            if (event.value() instanceof Erasure erasure) {
                                eraser.person(person(forgetting, erasure));
                            }
                        }));
    }

    private static Person person(Forgetting forgetting, Erasure erasure) {
        ByteBuffer aliases = erasure.getEncryptedAliases().duplicate();
        byte[] encrypted = new byte[aliases.remaining()];
        aliases.get(encrypted);
        return forgetting.person(erasure.getPhoneNumberId(), encrypted, erasure.getErasedAt());
    }
}
