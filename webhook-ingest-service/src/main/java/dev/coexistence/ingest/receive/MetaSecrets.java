package dev.coexistence.ingest.receive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Secrets that Meta and this service share.
 *
 * @param appSecret the app's secret, where there is only one; accepted under the id {@code default}
 * @param appSecrets accepted secrets as {@code keyId=secret}: several apps, or old and new while a
 *     secret is rotated
 * @param verifyToken what Meta repeats when the address of the webhook is set; without it every
 *     verification is refused
 */
@ConfigurationProperties("meta")
record MetaSecrets(
        @Nullable String appSecret,
        @DefaultValue List<String> appSecrets,
        @Nullable String verifyToken) {

    private static final String ONLY_KEY = "default";

    /** No app secret is set: a webhook cannot be told from a forgery, so the service stops. */
    static final class MissingSecrets extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private MissingSecrets() {
            super("No app secret is set, and without one no webhook can be told from a forgery");
        }
    }

    /** All accepted secrets by their ids. */
    Map<String, String> secrets() {
        var secrets = new LinkedHashMap<String, String>();
        for (String pair : appSecrets) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                // The pair may be a bare secret, so it is not repeated here.
                throw new IllegalArgumentException(
                        "meta.app-secrets (META_APP_SECRETS) must be a comma list of keyId=secret");
            }
            secrets.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
        }
        if (appSecret != null && !appSecret.isBlank()) {
            secrets.put(ONLY_KEY, appSecret.strip());
        }
        return secrets;
    }

    /** All accepted secrets, at least one. */
    Map<String, String> requireSecrets() {
        var secrets = secrets();
        if (secrets.isEmpty()) {
            throw new MissingSecrets();
        }
        return secrets;
    }

    @Override
    public String toString() {
        return "MetaSecrets[secrets redacted]";
    }
}
