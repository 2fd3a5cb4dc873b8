package dev.coexistence.conversation.page;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the page's display and of its protection.
 *
 * @param origins where browsers see the page, such as {@code https://inbox.example}; needed only
 *     behind a proxy that rewrites {@code Host} and sends no {@code X-Forwarded-Host}
 * @param earlierText which earlier wordings of edited and deleted messages people see
 */
@ConfigurationProperties("page")
public record PageSettings(
        @DefaultValue("EDITED") EarlierText earlierText, @DefaultValue({}) List<String> origins) {
    public PageSettings {
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
}
