package dev.coexistence.access.token;

import dev.coexistence.access.AccessEdgeConfiguration;
import dev.coexistence.access.AccessSettings;
import dev.coexistence.access.BearerReader;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of access tokens, in the closed mode. */
@AutoConfiguration(after = AccessEdgeConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnProperty(name = "access.open", havingValue = "false", matchIfMissing = true)
public class TokenConfiguration {

    @Bean
    TokenClaims tokenClaims(AccessSettings settings) {
        return new TokenClaims(settings);
    }

    @Bean
    BearerReader tokenReader(AccessSettings settings, TokenClaims claims) {
        return new TokenReader(
                new ProviderKeys(settings.requiredIssuer(), System::nanoTime),
                claims,
                settings.clockSkew(),
                InstantSource.system());
    }
}
