package dev.coexistence.local.story.client;

import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A person at the page, with a browser's cookies: logged in, or in open mode as anybody. */
public final class PersonSession implements AutoCloseable {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final String START = "/oauth2/authorization/inbox";

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final JsonHttpClient web = JsonHttpClient.browser(cookies);

    private PersonSession() {}

    /** Somebody who has not logged in. */
    public static PersonSession anonymous() {
        return new PersonSession();
    }

    /** Somebody who has filled in the log-in form, and was led back to the page. */
    public static PersonSession logIn(URI page, DemoIdentity identity, String user) {
        var person = new PersonSession();
        String form = person.get(page.resolve(START)).good("The log-in form").text();
        var csrf = CSRF.matcher(form);
        if (!csrf.find()) {
            throw new IllegalStateException("The log-in form of the provider has no CSRF token");
        }
        person.web
                .postForm(
                        identity.root().resolve("/login"),
                        Map.of(
                                "username",
                                user,
                                "password",
                                identity.password(user),
                                "_csrf",
                                csrf.group(1)),
                        Map.of("Accept", "text/html"))
                .good("The log-in of " + user);
        return person;
    }

    /** The owner of the first tenant where there is a log-in, else anybody. */
    static PersonSession owner(URI page, @Nullable DemoIdentity identity) {
        return identity == null ? anonymous() : logIn(page, identity, DemoIdentity.OWNER);
    }

    public JsonHttpClient.Answer get(URI url) {
        return web.get(url, Map.of("Accept", "text/html"));
    }

    /** Logs out at the page, and is led on by the provider; returns where that ends. */
    public JsonHttpClient.Answer logOut(URI page) {
        var csrf = CSRF.matcher(get(page.resolve("/")).good("The page").text());
        if (!csrf.find()) {
            throw new IllegalStateException("The page has no form for the log-out");
        }
        return web.postForm(
                page.resolve("/logout"),
                Map.of("_csrf", csrf.group(1)),
                Map.of("Accept", "text/html"));
    }

    /** A form, sent as a browser sends it from another site or from the page itself. */
    public JsonHttpClient.Answer post(
            URI url, Map<String, String> form, Map<String, String> headers) {
        return web.postForm(url, form, headers);
    }

    /** Cookies that this browser has by now. */
    public List<HttpCookie> cookies() {
        return cookies.getCookieStore().getCookies();
    }

    @Override
    public void close() {
        web.close();
    }
}
