package dev.coexistence.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Deadlines of a client, on every port of a service, the management port included.
 *
 * @param headTimeout from a connection's begin, or a further request's first byte, to the end of
 *     the request's head; the connection is closed then
 * @param bodyTimeout from the end of the head to the end of the body, however steadily it comes
 * @param idleTimeout time that a connection may stay without a request; longer than the idle
 *     timeout of a proxy in front, which would otherwise meet closed connections
 * @param unfinishedHeadsPerAddress connections of one remote address that may be in the middle of a
 *     head at once; a further one ends the one that has waited longest. Zero for no bound
 */
@ConfigurationProperties("http")
public record HttpEdgeSettings(
        @DefaultValue("10s") Duration headTimeout,
        @DefaultValue("10s") Duration bodyTimeout,
        @DefaultValue("75s") Duration idleTimeout,
        @DefaultValue("256") int unfinishedHeadsPerAddress) {

    public HttpEdgeSettings {
        if (!headTimeout.isPositive() || !bodyTimeout.isPositive() || !idleTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "http.head-timeout, http.body-timeout and http.idle-timeout must be positive");
        }
        if (unfinishedHeadsPerAddress < 0) {
            throw new IllegalArgumentException(
                    "http.unfinished-heads-per-address must not be negative, was "
                            + unfinishedHeadsPerAddress);
        }
    }
}
