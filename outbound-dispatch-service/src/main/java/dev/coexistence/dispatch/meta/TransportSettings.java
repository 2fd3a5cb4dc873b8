package dev.coexistence.dispatch.meta;

import dev.coexistence.graph.GraphAddress;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Meta's Graph API.
 *
 * @param graphUrl root of the API
 * @param graphVersion version of it
 * @param answerTimeout how long an answer is waited for; after it a message is in doubt
 * @param connectTimeout for one connection
 * @param maxConnections requests at the same time, of all numbers
 */
@ConfigurationProperties("meta")
public record TransportSettings(
        @DefaultValue("https://graph.facebook.com") URI graphUrl,
        @DefaultValue("v25.0") String graphVersion,
        @DefaultValue("30s") Duration answerTimeout,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("2000") int maxConnections) {

    public TransportSettings {
        var unused = new GraphAddress(graphUrl, graphVersion);
        if (maxConnections < 1) {
            throw new IllegalArgumentException(
                    "meta.max-connections must be at least 1, was " + maxConnections);
        }
    }

    GraphAddress address() {
        return new GraphAddress(graphUrl, graphVersion);
    }
}
