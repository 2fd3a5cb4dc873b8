package dev.coexistence.kafka.client;

import java.security.KeyStore;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * TLS engines of Kafka's clients by a bundle of Spring's. Each connection gets the bundle as it is
 * by then, so that a renewed certificate counts from the next connection on. Kafka makes the
 * instances.
 */
public final class BundleEngines implements SslEngineFactory {
    /** Property under which a client is told its {@link RenewedBundle}. */
    static final String BUNDLE = "coexistence.ssl.bundle";

    private @Nullable RenewedBundle renewed;

    @Override
    public void configure(Map<String, ?> properties) {
        renewed = (RenewedBundle) properties.get(BUNDLE);
    }

    private RenewedBundle renewed() {
        return Objects.requireNonNull(renewed, BUNDLE);
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, @Nullable String identification) {
        SslBundle bundle = renewed().bundle();
        SSLEngine engine = renewed().tls().createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(identification);
        String[] protocols = bundle.getOptions().getEnabledProtocols();
        if (protocols != null) {
            parameters.setProtocols(protocols);
        }
        String[] ciphers = bundle.getOptions().getCiphers();
        if (ciphers != null) {
            parameters.setCipherSuites(ciphers);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        throw new UnsupportedOperationException("A client accepts no connections");
    }

    /** Kafka asks brokers alone whether to begin anew. */
    @Override
    public boolean shouldBeRebuilt(Map<String, Object> next) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return renewed().bundle().getStores().getKeyStore();
    }

    @Override
    public @Nullable KeyStore truststore() {
        return renewed().bundle().getStores().getTrustStore();
    }

    @Override
    public void close() {}
}
