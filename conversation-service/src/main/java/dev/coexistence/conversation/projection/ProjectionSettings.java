package dev.coexistence.conversation.projection;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the projection.
 *
 * @param threads consumers of this instance, each with partitions of its own; one reads and joins
 *     while PostgreSQL writes for another
 */
@ConfigurationProperties("projection")
record ProjectionSettings(@DefaultValue("2") int threads) {

    ProjectionSettings {
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "projection.threads must be at least 1, was " + threads);
        }
    }
}
