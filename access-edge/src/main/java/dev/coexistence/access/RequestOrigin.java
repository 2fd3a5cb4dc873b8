package dev.coexistence.access;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Origin of a request by a browser's own word. Programs that send neither Origin nor Sec-Fetch-Site
 * are no browsers.
 *
 * <p>An old browser, or one over plain HTTP, says its Origin only. It is ours where it is what was
 * asked for (Host, or what a proxy says was: another site's form can set neither), where it is set,
 * or where the page's script sent the request: other sites' scripts may not send that header
 * without asking first (CORS), and are told no.
 */
final class RequestOrigin {
    private static final Set<String> OURS = Set.of("same-origin", "none");
    private static final Pattern FORWARDED_HOST =
            Pattern.compile("^[^,]*?\\bhost=\"?([^\";,\\s]+)", Pattern.CASE_INSENSITIVE);

    private final List<String> origins;

    /**
     * @param origins of pages that may send, in lower case
     */
    RequestOrigin(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    /** True where the browser says that another site sent a request that changes something. */
    boolean isForeign(HttpHeaders headers) {
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null) {
            return !OURS.contains(site);
        }
        String origin = headers.getOrigin();
        return origin != null
                && headers.getFirst("HX-Request") == null
                && !origins.contains(origin.toLowerCase(Locale.ROOT))
                && requestHosts(headers).noneMatch(host -> isHost(origin, host));
    }

    /**
     * True where another site's page embeds or fetches something; a link that a person follows is
     * not that.
     *
     * @param links true where a followed link counts too
     */
    static boolean isForeignReading(HttpHeaders headers, boolean links) {
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site == null || OURS.contains(site)) {
            return false;
        }
        String mode = headers.getFirst("Sec-Fetch-Mode");
        String destination = headers.getFirst("Sec-Fetch-Dest");
        return links
                || (mode != null && !mode.equals("navigate"))
                || (destination != null && !destination.equals("document"));
    }

    /** The setting that helps where a proxy hides that the origin is ours. */
    static String explain(HttpHeaders headers) {
        String origin = headers.getOrigin();
        return origin == null || headers.getFirst("Sec-Fetch-Site") != null
                ? "The browser says that another site sent this"
                : "The browser shows "
                        + origin
                        + ", but this service was asked as "
                        + headers.getFirst(HttpHeaders.HOST)
                        + ". Where a proxy in front rewrites Host, let it send X-Forwarded-Host,"
                        + " or set ACCESS_ORIGINS="
                        + origin;
    }

    /** The host as the browser asked for it: of all proxies, the one nearest to it says so. */
    private static Stream<String> requestHosts(HttpHeaders headers) {
        String forwarded = headers.getFirst("Forwarded");
        var host = FORWARDED_HOST.matcher(forwarded == null ? "" : forwarded);
        return Stream.of(
                        headers.getFirst(HttpHeaders.HOST),
                        first(headers.getFirst("X-Forwarded-Host")),
                        host.find() ? host.group(1) : null)
                .filter(Objects::nonNull);
    }

    private static @Nullable String first(@Nullable String list) {
        return list == null ? null : list.split(",", 2)[0].strip();
    }

    private static boolean isHost(String origin, String host) {
        try {
            return URI.create(origin).getAuthority() instanceof String authority
                    && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
