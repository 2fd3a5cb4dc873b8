package dev.coexistence.conversation.client;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Addresses of connection-service and webhook-ingest-service. That of the dispatcher is in {@link
 * DispatchClientSettings}.
 *
 * @param connectionUrl connection-service
 * @param ingestUrl webhook-ingest-service
 * @param answerWithin how long a screen waits for another service; an onboarding may take longer
 */
@ConfigurationProperties("page")
public record ServiceSettings(
        @DefaultValue("http://localhost:8091") URI connectionUrl,
        @DefaultValue("http://localhost:8092") URI ingestUrl,
        @DefaultValue("5s") Duration answerWithin) {
    public ServiceSettings {
        if (!answerWithin.isPositive()) {
            throw new IllegalArgumentException(
                    "page.answer-within must be positive, was " + answerWithin);
        }
    }
}
