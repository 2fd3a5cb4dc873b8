package dev.coexistence.connection.meta;

import dev.coexistence.graph.GraphAddress;
import dev.coexistence.graph.Secret;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Meta's Graph API and the app that speaks to it.
 *
 * @param graphUrl root of the Graph API
 * @param graphVersion version in every path
 * @param appId id of the Meta app
 * @param appSecret its secret: exchanges codes and signs webhooks
 * @param timeout for one call, connecting included
 * @param callsPerHour calls that this service allows itself per WABA and hour; Meta allows 200, or
 *     5000 for an active WABA
 */
@ConfigurationProperties("meta")
public record MetaAppSettings(
        @DefaultValue("https://graph.facebook.com") URI graphUrl,
        @DefaultValue("v25.0") String graphVersion,
        @DefaultValue("") String appId,
        @DefaultValue("") Secret appSecret,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("180") int callsPerHour) {

    public MetaAppSettings {
        if (appId.isBlank()) {
            throw new IllegalArgumentException("meta.app-id (META_APP_ID) must be set");
        }
        if (appSecret.value().isBlank()) {
            throw new IllegalArgumentException("meta.app-secret (META_APP_SECRET) must be set");
        }
        var unused = new GraphAddress(graphUrl, graphVersion);
        if (callsPerHour < 1) {
            throw new IllegalArgumentException(
                    "meta.calls-per-hour must be at least 1, was " + callsPerHour);
        }
    }

    GraphAddress address() {
        return new GraphAddress(graphUrl, graphVersion);
    }
}
