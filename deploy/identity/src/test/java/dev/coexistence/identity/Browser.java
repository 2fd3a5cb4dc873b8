package dev.coexistence.identity;

import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser: it keeps cookies, and shows each redirect instead of following it. */
final class Browser implements AutoCloseable {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder()
                    .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                    .build();

    HttpResponse<String> get(URI url) throws Exception {
        return http.send(
                HttpRequest.newBuilder(url).header("Accept", "text/html").build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> head(URI url) throws Exception {
        return http.send(HttpRequest.newBuilder(url).HEAD().build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(URI url, Map<String, String> form, String authorization)
            throws Exception {
        var request =
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(encode(form)));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** Fills in the log-in form, and gives the answer to it. */
    HttpResponse<String> logIn(RunningIdentity identity, String user, String password)
            throws Exception {
        var csrf = CSRF.matcher(get(identity.at("/login")).body());
        if (!csrf.find()) {
            throw new AssertionError("The form has no CSRF token");
        }
        return post(
                identity.at("/login"),
                Map.of("username", user, "password", password, "_csrf", csrf.group(1)),
                "");
    }

    static URI location(HttpResponse<?> answer) {
        return answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
    }

    static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field ->
                        field.getKey()
                                + "="
                                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        http.close();
    }
}
