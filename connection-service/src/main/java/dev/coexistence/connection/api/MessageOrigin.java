package dev.coexistence.connection.api;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Decides whether a window message may count as Meta's. The host is parsed: a plain "ends with
 * facebook.com", as in Meta's own sample, also lets evilfacebook.com in.
 *
 * @param alsoTrusted further exact origins; the simulator's, locally
 */
record MessageOrigin(List<String> alsoTrusted) {

    MessageOrigin {
        alsoTrusted = List.copyOf(alsoTrusted);
    }

    boolean trusts(String origin) {
        if (alsoTrusted.contains(origin)) {
            return true;
        }
        URI parsed;
        try {
            parsed = new URI(origin);
        } catch (java.net.URISyntaxException e) {
            return false;
        }
        String host = parsed.getHost();
        if (!"https".equals(parsed.getScheme()) || host == null || parsed.getUserInfo() != null) {
            return false;
        }
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("facebook.com") || lower.endsWith(".facebook.com");
    }
}
