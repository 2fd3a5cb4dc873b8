package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A person at the page, by plain requests: keeps cookies, and brings forms' tokens back. */
final class PageSession {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new TreeMap<>();
    private String root;
    private String token = "";

    PageSession(String root) {
        this.root = root;
    }

    /** An answer of the page. */
    record Shown(URI at, int status, String body, HttpHeaders headers) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    /** Goes on at another instance, with the cookies that there are. */
    PageSession at(String other) {
        root = other;
        return this;
    }

    Map<String, String> cookies() {
        return cookies;
    }

    String token() {
        return token;
    }

    /** One request for a page, as a browser's. */
    Shown get(String path) {
        return send(request(path).header("Accept", "text/html").GET().build());
    }

    /** The page where the redirects end. */
    Shown follow(String path) {
        Shown shown = get(path);
        for (int hops = 0; shown.status() / 100 == 3; hops++) {
            assertThat(hops).as("redirects").isLessThan(10);
            shown = get(shown.at().resolve(shown.header("Location")).toString());
        }
        return shown;
    }

    /** A part of a page, as htmx asks for it. */
    Shown part(String path) {
        return send(
                request(path).header("HX-Request", "true").header("Accept", "*/*").GET().build());
    }

    /** A form of the last page, with its token. */
    Shown send(String path, Map<String, String> fields) {
        var all = new TreeMap<>(fields);
        all.put("_csrf", token);
        return forge(path, all);
    }

    /** A form as another site would send it: without a token, unless it brings one. */
    Shown forge(String path, Map<String, String> fields) {
        String body =
                fields.entrySet().stream()
                        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"));
        return send(
                request(path)
                        .header("Accept", "text/html")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    private HttpRequest.Builder request(String path) {
        URI target = URI.create(root).resolve(path);
        var request = HttpRequest.newBuilder(target).timeout(Duration.ofSeconds(20));
        if (target.getAuthority().equals(URI.create(root).getAuthority()) && !cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    private Shown send(HttpRequest request) {
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            keepCookies(answer.headers().allValues("set-cookie"));
            var found = TOKEN.matcher(answer.body());
            if (found.find()) {
                token = found.group(1);
            }
            return new Shown(request.uri(), answer.statusCode(), answer.body(), answer.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keepCookies(List<String> set) {
        for (String line : set) {
            HttpCookie cookie =
                    HttpCookie.parse(line.replaceAll("(?i);\\s*samesite=\\w+", "")).getFirst();
            if (cookie.getMaxAge() == 0) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
