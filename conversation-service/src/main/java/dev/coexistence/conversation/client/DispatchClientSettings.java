package dev.coexistence.conversation.client;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Address of the dispatcher, and the time that it has for a command.
 *
 * @param url root of its API
 * @param timeout for connecting, and again for its answer
 */
@ConfigurationProperties("dispatch")
public record DispatchClientSettings(
        @DefaultValue("http://localhost:8093") URI url, @DefaultValue("5s") Duration timeout) {

    public DispatchClientSettings {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("dispatch.timeout must be positive, was " + timeout);
        }
    }
}
