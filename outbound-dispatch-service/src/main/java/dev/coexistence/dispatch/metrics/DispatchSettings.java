package dev.coexistence.dispatch.metrics;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The service itself.
 *
 * @param metricNumbers numbers that have metrics of their own; the others are counted together
 */
@ConfigurationProperties("dispatch")
public record DispatchSettings(@DefaultValue("200") int metricNumbers) {

    public DispatchSettings {
        if (metricNumbers < 0) {
            throw new IllegalArgumentException(
                    "dispatch.metric-numbers must not be negative, was " + metricNumbers);
        }
    }
}
