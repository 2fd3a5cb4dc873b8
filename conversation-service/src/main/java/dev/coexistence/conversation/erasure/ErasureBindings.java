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
class ErasureBindings {

    @Bean
    Consumer<List<Received<?>>> erasePersons(Eraser eraser, Forgetting forgetting) {
        return events ->
                events.forEach(event -> {
                    if (event.value() instanceof Erasure erasure) {
                        eraser.person(person(forgetting, erasure));
                    }
                });
    }

    private static Person person(Forgetting forgetting, Erasure erasure) {
        ByteBuffer aliases = erasure.getEncryptedAliases().duplicate();
        byte[] encrypted = new byte[aliases.remaining()];
        aliases.get(encrypted);
        return forgetting.person(erasure.getPhoneNumberId(), encrypted, erasure.getErasedAt());
    }
}
