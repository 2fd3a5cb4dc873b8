package dev.coexistence.connection.metrics;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the metrics.
 *
 * @param metricNumbers numbers that have metrics of their own: those whose app has been shut
 *     longest first
 */
@ConfigurationProperties("connection")
public record MetricsSettings(@DefaultValue("200") int metricNumbers) {

    public MetricsSettings {
        if (metricNumbers < 0) {
            throw new IllegalArgumentException(
                    "connection.metric-numbers must not be negative, was " + metricNumbers);
        }
    }
}
