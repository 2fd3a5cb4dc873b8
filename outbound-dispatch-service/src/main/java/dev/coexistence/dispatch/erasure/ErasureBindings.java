package dev.coexistence.dispatch.erasure;

import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.kafka.Received;
import dev.coexistence.schemas.PersonAlias;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.events.Erasure;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Intake of erasures: stored first, obeyed by whoever owns the number's partition. */
@Configuration(proxyBeanMethods = false)
class ErasureBindings {

    @Bean
    ErasureStore erasureTable(JdbcTemplate database, @Value("${token.keyset:}") String keyset) {
        return new ErasureStore(database, TokenCipher.of(keyset));
    }

    @Bean
    ErasedCommands erasedCommands(JdbcTemplate database, TransactionTemplate transaction) {
        return new ErasedCommands(database, transaction);
    }

    @Bean
    ErasureWork erasureWork(
            ErasureStore erasures,
            ErasedCommands commands,
            Ownership ownership,
            Engine engine,
            InstantSource time) {
        return new ErasureWork(erasures, commands, ownership, engine, time);
    }

    @Bean
    Consumer<List<Received<?>>> storeErasures(ErasureStore erasures, InstantSource time) {
        return events -> {
            for (Received<?> received : events) {
                if (received.value() instanceof Erasure erasure) {
                    erasures.store(erasure(received.partition(), erasure), time.instant());
                }
            }
        };
    }

    private static ErasureStore.Row erasure(int partition, Erasure event) {
        ByteBuffer aliases = event.getEncryptedAliases().duplicate();
        byte[] encrypted = new byte[aliases.remaining()];
        aliases.get(encrypted);
        return new ErasureStore.Row(
                event.getErasureId(),
                partition,
                event.getPhoneNumberId(),
                encrypted,
                event.getErasedAt());
    }

    /** The values by which commands name a person; user names name nobody there. */
    static String[] values(List<PersonAlias> aliases) {
        return aliases.stream()
                .filter(alias -> alias.kind() != PersonAlias.Kind.USERNAME)
                .map(PersonAlias::value)
                .toArray(String[]::new);
    }
}
