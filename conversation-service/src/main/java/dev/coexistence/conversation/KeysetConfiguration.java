package dev.coexistence.conversation;

import dev.coexistence.schemas.AliasHash;
import dev.coexistence.schemas.TokenCipher;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The keys under which numbers' tokens come, and under which secrets of endpoints are kept. */
@Configuration(proxyBeanMethods = false)
class KeysetConfiguration {

    @Bean
    TokenCipher tokenCipher(@Value("${token.keyset:}") String keyset) {
        if (keyset.isBlank()) {
            throw new IllegalStateException(
                    "TOKEN_KEYSET is not set: give the service the keyset of connection-service");
        }
        return TokenCipher.of(keyset);
    }

    /** Erased persons are recognised by hashes under the same keys. */
    @Bean
    AliasHash aliasHash(@Value("${token.keyset:}") String keyset) {
        return AliasHash.of(keyset);
    }
}
