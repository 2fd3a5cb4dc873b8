package dev.coexistence.conversation.page;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
 * @param origins where browsers see the page, such as {@code https://inbox.example}; needed only
 *     behind a proxy that rewrites {@code Host} and sends no {@code X-Forwarded-Host}
 * @param earlierText which earlier wordings of edited and deleted messages people see
 */
@ConfigurationProperties("page")
public record PageSettings(
        @DefaultValue("http://localhost:8091") URI connectionUrl,
        @DefaultValue("http://localhost:8093") URI dispatchUrl,
        @DefaultValue("http://localhost:8092") URI ingestUrl,
        @DefaultValue("") String ingestToken,
        @DefaultValue("5s") Duration answerWithin,
        @DefaultValue("EDITED") EarlierText earlierText,
        @DefaultValue({}) List<String> origins) {

    public PageSettings {
        if (!answerWithin.isPositive()) {
            throw new IllegalArgumentException(
                    "page.answer-within must be positive, was " + answerWithin);
        }
        origins = origins.stream().map(PageSettings::origin).toList();
    }

    /** As browsers write it: in lower case, without a path. */
    private static String origin(String text) {
        URI uri = URI.create(text.strip());
        if (uri.getScheme() == null || uri.getAuthority() == null) {
            throw new IllegalArgumentException(
                    "page.origins must be origins such as https://inbox.example, was " + text);
        }
        return (uri.getScheme() + "://" + uri.getAuthority()).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "PageSettings[ingest token redacted]";
    }
}
