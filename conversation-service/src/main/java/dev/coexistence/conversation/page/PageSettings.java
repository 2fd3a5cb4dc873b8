package dev.coexistence.conversation.page;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the page finds the other services, and what it shows.
 *
 * @param connectionUrl connection-service
 * @param dispatchUrl outbound-dispatch-service
 * @param ingestUrl webhook-ingest-service
 * @param ingestToken bearer token that it asks operators for; none where it asks for none
 * @param answerWithin how long another service may take to answer before the page says so; an
 *     onboarding may take longer
 * @param earlierText which earlier wordings of edited and deleted messages people see
 */
@ConfigurationProperties("page")
public record PageSettings(
        @DefaultValue("http://localhost:8091") URI connectionUrl,
        @DefaultValue("http://localhost:8093") URI dispatchUrl,
        @DefaultValue("http://localhost:8092") URI ingestUrl,
        @DefaultValue("") String ingestToken,
        @DefaultValue("5s") Duration answerWithin,
        @DefaultValue("EDITED") EarlierText earlierText) {

    public PageSettings {
        if (!answerWithin.isPositive()) {
            throw new IllegalArgumentException(
                    "page.answer-within must be positive, was " + answerWithin);
        }
    }

    @Override
    public String toString() {
        return "PageSettings[ingest token redacted]";
    }
}
