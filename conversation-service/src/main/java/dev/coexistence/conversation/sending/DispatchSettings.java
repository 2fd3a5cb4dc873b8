package dev.coexistence.conversation.sending;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the dispatcher is.
 *
 * @param url root of its API
 * @param timeout for connecting, and again for its answer
 */
@ConfigurationProperties("dispatch")
record DispatchSettings(
        @DefaultValue("http://localhost:8093") URI url, @DefaultValue("5s") Duration timeout) {

    DispatchSettings {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("dispatch.timeout must be positive, was " + timeout);
        }
    }
}
