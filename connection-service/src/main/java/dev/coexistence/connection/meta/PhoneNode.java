package dev.coexistence.connection.meta;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        Quality quality,
        Optional<URI> callback) {

    /** Exactly this means coexistence. */
    public boolean coexists() {
        return Boolean.TRUE.equals(onBusinessApp) && platformType.equals("CLOUD_API");
    }

    /** Meta says that the number is not on the app; silence does not. */
    public boolean definitelyNotOnTheApp() {
        return Boolean.FALSE.equals(onBusinessApp);
    }

    public boolean onTheApp() {
        return Boolean.TRUE.equals(onBusinessApp);
    }

    public boolean registered() {
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
