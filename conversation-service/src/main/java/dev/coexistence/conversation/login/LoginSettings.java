package dev.coexistence.conversation.login;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the log-in at the page. The issuer is that of {@code access.issuer}.
 *
 * @param clientId of the page at the issuer
 * @param clientSecret null for a public client, whose log-ins PKCE alone protects
 * @param scopes that the page asks for; {@code offline_access} where the issuer gives refresh
 *     tokens for that alone
 * @param url where browsers see the page, such as {@code https://inbox.example}; null: where they
 *     ask, over plain HTTP, which is for loopback alone
 * @param idleAfter how long a session lasts after its last request
 * @param endAfter how long a session lasts in all
 * @param timeout of a request to the issuer
 */
@ConfigurationProperties("login")
public record LoginSettings(
        @DefaultValue("inbox") String clientId,
        @Nullable String clientSecret,
        @DefaultValue({"openid", "profile"}) List<String> scopes,
        @Nullable URI url,
        @DefaultValue("2h") Duration idleAfter,
        @DefaultValue("12h") Duration endAfter,
        @DefaultValue("5s") Duration timeout) {

    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    public LoginSettings {
        clientSecret = clientSecret == null || clientSecret.isBlank() ? null : clientSecret;
        scopes = List.copyOf(scopes);
        url = url == null || url.toString().isBlank() ? null : root(url);
        if (!scopes.contains("openid")) {
            throw new IllegalArgumentException("login.scopes must contain openid, was " + scopes);
        }
        if (!idleAfter.isPositive() || !endAfter.isPositive() || !timeout.isPositive()) {
            throw new IllegalArgumentException("login's times must be positive");
        }
    }

    /** True where browsers come by HTTPS, so that cookies may be kept from plain HTTP. */
    public boolean isSecure() {
        return url != null && "https".equals(url.getScheme());
    }

    /** True where the session's cookie crosses no network in the clear: HTTPS, or loopback. */
    boolean isSafe(URI asked) {
        return isSecure() || isLoopback(url == null ? asked : url);
    }

    private static boolean isLoopback(URI root) {
        return root.getHost() != null && LOOPBACK.matcher(root.getHost()).matches();
    }

    private static URI root(URI url) {
        if (url.getAuthority() == null
                || !List.of("http", "https").contains(url.getScheme())
                || !(url.getPath().isEmpty() || url.getPath().equals("/"))) {
            throw new IllegalArgumentException(
                    "login.url must be an origin such as https://inbox.example, was " + url);
        }
        if (!url.getScheme().equals("https") && !isLoopback(url)) {
            throw new IllegalArgumentException(
                    "login.url must begin with https, or sessions cross the network in the clear,"
                            + " was "
                            + url);
        }
        return URI.create(url.getScheme() + "://" + url.getAuthority());
    }

    @Override
    public String toString() {
        return "LoginSettings[client " + clientId + ", url " + url + "]";
    }
}
