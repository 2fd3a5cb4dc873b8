package dev.coexistence.conversation.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of webhooks out.
 *
 * @param allowPrivateTargets whether targets may be private, loopback or link-local, at any port
 *     and over plain HTTP; for local use only
 * @param ports where targets may listen; any where private targets are allowed
 * @param retries pauses before each further attempt; after the last one it is a dead letter
 * @param pauseAfter how long an endpoint may fail without one success before it is paused
 * @param timeout for connecting, and again for the answer
 * @param inFlight deliveries under way at one endpoint at a time, each of another conversation
 * @param oldSecretFor how long the former secret still signs after a rotation
 */
@ConfigurationProperties("webhooks")
record WebhookSettings(
        @DefaultValue("false") boolean allowPrivateTargets,
        @DefaultValue({"443", "8443"}) Set<Integer> ports,
        @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "10h"}) List<Duration> retries,
        @DefaultValue("5d") Duration pauseAfter,
        @DefaultValue("15s") Duration timeout,
        @DefaultValue("8") int inFlight,
        @DefaultValue("1d") Duration oldSecretFor) {

    WebhookSettings {
        if (inFlight < 1) {
            throw new IllegalArgumentException(
                    "webhooks.in-flight must be at least 1, was " + inFlight);
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("webhooks.timeout must be positive");
        }
        ports = Set.copyOf(ports);
        retries = List.copyOf(retries);
    }
}
