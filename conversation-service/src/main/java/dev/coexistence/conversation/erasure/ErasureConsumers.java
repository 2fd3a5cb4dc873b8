package dev.coexistence.conversation.erasure;

import dev.coexistence.kafka.Received;
import dev.coexistence.schemas.events.Erasure;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Function of the binding that erases persons; application.yaml names its topic and group. */
@Configuration(proxyBeanMethods = false)
class ErasureConsumers {

    @Bean
    Consumer<List<Received<?>>> erasePersons(ContactEraser eraser, PersonRecords records) {
        return events ->
                events.forEach(event -> {
                    if (event.value() instanceof Erasure erasure) {
                        eraser.erasePerson(person(records, erasure));
                    }
                });
    }

    private static ErasedPerson person(PersonRecords records, Erasure erasure) {
        ByteBuffer aliases = erasure.getEncryptedAliases().duplicate();
        byte[] encrypted = new byte[aliases.remaining()];
        aliases.get(encrypted);
        return records.person(erasure.getPhoneNumberId(), encrypted, erasure.getErasedAt());
    }
}
