package dev.coexistence.conversation.login;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Paths of the page to which a log-in may lead: never to another site. */
final class LocalPath {
    private static final String HOME = "/";
    private static final int LONGEST = 1000;

    private LocalPath() {}

    /** The path with its query, or the page's root where the text is anything else. */
    static String orHome(@Nullable String text) {
        if (text == null || text.length() > LONGEST || !text.startsWith("/")) {
            return HOME;
        }
        try {
            URI uri = new URI(text);
            boolean local =
                    uri.getScheme() == null
                            && uri.getRawAuthority() == null
                            && !text.startsWith("//")
                            && text.indexOf('\\') < 0;
            return local ? text : HOME;
        } catch (URISyntaxException _) {
            return HOME;
        }
    }
}
