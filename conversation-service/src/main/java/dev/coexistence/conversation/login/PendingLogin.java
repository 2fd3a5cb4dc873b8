package dev.coexistence.conversation.login;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Log-in that is under way: what its browser left with, to be compared with what it brings back.
 *
 * @param state of the request to the issuer
 * @param nonce that the ID token has to carry, hashed
 * @param verifier of PKCE
 * @param redirectUri where the issuer sends the browser
 * @param back path of the page to which the person wanted
 */
record PendingLogin(
        String state,
        String nonce,
        String verifier,
        String redirectUri,
        String back,
        Instant begunAt) {
    private static final String HOME = "/";
    private static final int LONGEST = 1000;

    /** The path of the page, with its query; the page's root where the text is anything else. */
    static String localPath(@Nullable String text) {
        if (text == null
                || text.length() > LONGEST
                || !text.startsWith("/")
                || text.startsWith("//")
                || text.indexOf('\\') >= 0) {
            return HOME;
        }
        try {
            URI uri = new URI(text);
            return uri.getScheme() == null && uri.getRawAuthority() == null ? text : HOME;
        } catch (URISyntaxException _) {
            return HOME;
        }
    }

    @Override
    public String toString() {
        return "PendingLogin[redacted]";
    }
}
