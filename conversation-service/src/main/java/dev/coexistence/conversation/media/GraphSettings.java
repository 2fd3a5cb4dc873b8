package dev.coexistence.conversation.media;

import dev.coexistence.graph.GraphAddress;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Meta's Graph API.
 *
 * @param graphUrl its root
 * @param graphVersion version of it
 */
@ConfigurationProperties("meta")
public record GraphSettings(
        @DefaultValue("https://graph.facebook.com") URI graphUrl,
        @DefaultValue("v25.0") String graphVersion) {

    /**
     * @throws IllegalArgumentException where the version is none
     */
    public GraphAddress address() {
        return new GraphAddress(graphUrl, graphVersion);
    }
}
