package dev.coexistence.identity;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the provider.
 *
 * @param folder keys, passwords and secrets, readable by their owner only
 * @param issuer as tokens carry it; null: the address at which a request came
 * @param audience of every access token
 * @param pages roots of the web page as browsers write them; the first is where the link leads
 * @param hosts names besides the loopback ones under which requests are answered
 * @param anyAddress whether it may listen on more than loopback: in a container, whose port is
 *     published on loopback alone
 * @param inboxSecret of the page's client; null: generated and kept in the folder
 * @param tokenLife of an access token
 */
@ConfigurationProperties("identity")
record IdentitySettings(
        Path folder,
        @Nullable URI issuer,
        String audience,
        List<URI> pages,
        List<String> hosts,
        boolean anyAddress,
        @Nullable String inboxSecret,
        Duration tokenLife) {

    IdentitySettings {
        pages = List.copyOf(pages);
        hosts = List.copyOf(hosts);
        if (pages.isEmpty()) {
            throw new IllegalArgumentException("IDENTITY_PAGES names no page to log in to");
        }
    }

    @Override
    public String toString() {
        return "IdentitySettings[issuer=" + issuer + ", pages=" + pages + "]";
    }
}
