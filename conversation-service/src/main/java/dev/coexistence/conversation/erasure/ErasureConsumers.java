package dev.coexistence.conversation.erasure;

import dev.coexistence.kafka.EventConsumer;
import dev.coexistence.kafka.EventConsumers;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Erasure;
import java.nio.ByteBuffer;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Consumer of erasures: a group of its own, so that they do not wait behind messages. */
@Configuration(proxyBeanMethods = false)
class ErasureConsumers {
    static final String GROUP = "conversation-service-erasures";

    @Bean
    EventConsumer erasures(EventConsumers consumers, ContactEraser eraser, PersonRecords records) {
        return consumers.consumer(
                GROUP,
                List.of(Topics.ERASURES),
                events ->
                        events.forEach(event -> {
                            if (event.value() instanceof Erasure erasure) {
                                eraser.erasePerson(person(records, erasure));
                            }
                        }));
    }

    private static ErasedPerson person(PersonRecords records, Erasure erasure) {
        ByteBuffer aliases = erasure.getEncryptedAliases().duplicate();
        byte[] encrypted = new byte[aliases.remaining()];
        aliases.get(encrypted);
        return records.person(erasure.getPhoneNumberId(), encrypted, erasure.getErasedAt());
    }
}
