package dev.coexistence.kafka.client;

import dev.coexistence.schemas.broker.ClientKind;
import dev.coexistence.schemas.broker.ClientSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.SslConfigs;
import org.springframework.boot.ssl.SslBundles;

/**
 * Way to the brokers of every client of a service: {@code kafka.client.*}, which is {@code
 * KAFKA_CLIENT_*} in the environment, and the bundle that {@code ssl.bundle} among them names.
 */
public final class BrokerAccess {
    private static final String SSL_BUNDLE = "ssl.bundle";

    private final ClientSettings settings;
    private final Map<String, Object> engine;

    private BrokerAccess(ClientSettings settings, Map<String, Object> engine) {
        this.settings = settings;
        this.engine = Map.copyOf(engine);
    }

    /**
     * @throws dev.coexistence.schemas.broker.WrongClientSetting where no client can be made so
     */
    public static BrokerAccess of(
            Map<String, String> named, String bootstrapServers, SslBundles bundles) {
        var known = new HashMap<>(named);
        String bundle = known.remove(SSL_BUNDLE);
        Map<String, Object> engine =
                bundle == null || bundle.isBlank()
                        ? Map.of()
                        : Map.of(
                                SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG,
                                BundleEngines.class,
                                BundleEngines.BUNDLE,
                                RenewedBundle.find(
                                        bundles, "KAFKA_CLIENT_SSL_BUNDLE", bundle, _ -> {}));
        var settings = ClientSettings.of(known);
        settings.check(bootstrapServers, engine);
        return new BrokerAccess(settings, engine);
    }

    /** Puts in what clients of this kind need to reach the brokers. */
    public void complete(ClientKind kind, Map<String, Object> properties) {
        properties.putAll(settings.forKind(kind));
        properties.putAll(engine);
    }
}
