package dev.coexistence.conversation.webhook;

import java.net.URI;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Settings of an endpoint, as the audit keeps them: of the address no more than where it leads, as
 * people put secrets into the rest.
 */
final class EndpointSettings {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EndpointSettings() {}

    static @Nullable String write(@Nullable Endpoint endpoint) {
        if (endpoint == null) {
            return null;
        }
        var settings = new LinkedHashMap<String, Object>();
        settings.put("url", place(endpoint.url()));
        settings.put("types", endpoint.types());
        settings.put("numbers", endpoint.numbers());
        settings.put("includeJson", endpoint.includeJson());
        settings.put("phones", endpoint.phones());
        return JSON.writeValueAsString(settings);
    }

    private static String place(String url) {
        var uri = URI.create(url);
        int port = uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + (port < 0 ? "" : ":" + port);
    }
}
