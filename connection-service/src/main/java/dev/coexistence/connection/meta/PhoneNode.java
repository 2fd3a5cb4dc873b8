package dev.coexistence.connection.meta;

import dev.coexistence.graph.GraphBody;
import dev.coexistence.graph.NoAnswer;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A number as Meta sees it. A field that Meta left out is null or empty: not the same as false.
 *
 * @param onBusinessApp is_on_biz_app
 * @param platformType CLOUD_API, ON_PREMISE, NOT_APPLICABLE
 * @param status CONNECTED, PENDING, UNVERIFIED …
 * @param throughputLevel STANDARD, HIGH, NOT_APPLICABLE
 * @param callback where webhooks of this number go, as far as Meta tells
 */
public record PhoneNode(
        String id,
        String displayPhoneNumber,
        @Nullable String verifiedName,
        @Nullable Boolean onBusinessApp,
        String platformType,
        String status,
        String throughputLevel,
        QualityRating quality,
        Optional<URI> callback) {

    /**
     * Reads a number of a body.
     *
     * @throws NoAnswer where it has no id
     */
    static PhoneNode read(JsonNode node) {
        String name = node.path("verified_name").asString("");
        JsonNode onApp = node.path("is_on_biz_app");
        return new PhoneNode(
                GraphBody.readText(node, "id"),
                node.path("display_phone_number").asString(""),
                name.isEmpty() ? null : name,
                onApp.isBoolean() ? (Boolean) onApp.asBoolean() : null,
                node.path("platform_type").asString(""),
                node.path("status").asString(""),
                node.path("throughput").path("level").asString(""),
                QualityRating.of(node.path("quality_rating").asString("")),
                readCallback(node.path("webhook_configuration")));
    }

    /** The narrowest configuration wins: number, then WABA, then app. */
    private static Optional<URI> readCallback(JsonNode configuration) {
        for (String level : List.of("phone_number", "whatsapp_business_account", "application")) {
            String address = configuration.path(level).asString("");
            if (!address.isEmpty()) {
                try {
                    return Optional.of(URI.create(address));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** Exactly this means coexistence. */
    public boolean coexists() {
        return Boolean.TRUE.equals(onBusinessApp) && platformType.equals("CLOUD_API");
    }

    /** Meta says that the number is not on the app; silence does not. */
    public boolean isNotOnTheApp() {
        return Boolean.FALSE.equals(onBusinessApp);
    }

    public boolean isOnTheApp() {
        return Boolean.TRUE.equals(onBusinessApp);
    }

    public boolean isRegistered() {
        return platformType.equals("CLOUD_API") && status.equals("CONNECTED");
    }

    @Override
    public String toString() {
        return "PhoneNode[id="
                + id
                + ", onBusinessApp="
                + onBusinessApp
                + ", platformType="
                + platformType
                + ", status="
                + status
                + "]";
    }
}
