package dev.coexistence.conversation.page;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the page finds the other services, and Meta's dialogue.
 *
 * @param connectionUrl connection-service
 * @param dispatchUrl outbound-dispatch-service
 * @param ingestUrl webhook-ingest-service
 * @param answerWithin how long another service may take to answer before the page says so
 * @param signupPopupUrl page that stands in for Meta's dialogue; local runs only, without it the
 *     dialogue is Meta's own
 * @param metaAppId app that Meta's JavaScript SDK is started for
 * @param metaGraphVersion version of it
 */
@ConfigurationProperties("page")
public record PageSettings(
        @DefaultValue("http://localhost:8091") URI connectionUrl,
        @DefaultValue("http://localhost:8093") URI dispatchUrl,
        @DefaultValue("http://localhost:8092") URI ingestUrl,
        @DefaultValue("5s") Duration answerWithin,
        Optional<URI> signupPopupUrl,
        @DefaultValue("") String metaAppId,
        @DefaultValue("v25.0") String metaGraphVersion) {

    public PageSettings {
        if (!answerWithin.isPositive()) {
            throw new IllegalArgumentException(
                    "page.answer-within must be positive, was " + answerWithin);
        }
    }
}
