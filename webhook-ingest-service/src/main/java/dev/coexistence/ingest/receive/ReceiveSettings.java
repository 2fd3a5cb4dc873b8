package dev.coexistence.ingest.receive;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of the acknowledging path.
 *
 * @param maxInFlight requests that may be read or wait for the broker at once; more get 503
 * @param maxInFlightBytes bytes that they may hold together; more get 503. Without it a tenth of
 *     the largest heap, and never less than one body
 * @param maxReadingPerClient requests of one client address whose bodies are still coming; one more
 *     takes the place of the oldest that is slow. Zero for no bound
 * @param acknowledgementTimeout after which an append that the broker has not acknowledged becomes
 *     503
 * @param probeInterval how often the broker is asked whether it is there
 * @param clientCertificateName name that the client's certificate must carry (mutual TLS; Meta's is
 *     {@code client.webhooks.fbclientcerts.com}); without it no certificate is asked for
 * @param trustedProxies subnets whose {@code X-Forwarded-For} tells clients apart; without them
 *     nobody's does
 */
@ConfigurationProperties("ingest.receive")
record ReceiveSettings(
        @DefaultValue("2000") int maxInFlight,
        @Nullable DataSize maxInFlightBytes,
        @DefaultValue("1000") int maxReadingPerClient,
        @DefaultValue("5s") Duration acknowledgementTimeout,
        @DefaultValue("500ms") Duration probeInterval,
        @Nullable String clientCertificateName,
        @DefaultValue({}) List<String> trustedProxies) {

    /** Meta sends up to 3 MB; the topic takes this much. */
    static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

    private static final int SHARE_OF_HEAP = 10;

    ReceiveSettings {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "ingest.receive.max-in-flight must be at least 1, was " + maxInFlight);
        }
        if (maxReadingPerClient < 0) {
            throw new IllegalArgumentException(
                    "ingest.receive.max-reading-per-client must not be negative, was "
                            + maxReadingPerClient);
        }
        trustedProxies = List.copyOf(trustedProxies);
        if (maxInFlightBytes != null && maxInFlightBytes.toBytes() < MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "ingest.receive.max-in-flight-bytes must hold one body of 4 MiB, was "
                            + maxInFlightBytes);
        }
        if (acknowledgementTimeout.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "ingest.receive.acknowledgement-timeout must be at least 100 ms, was "
                            + acknowledgementTimeout);
        }
    }

    /**
     * Bytes that may be in flight: a body stands in memory as it came and in the producer's batch.
     */
    long inFlightBytes() {
        return maxInFlightBytes == null
                ? Math.max(MAX_BODY_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP)
                : maxInFlightBytes.toBytes();
    }
}
