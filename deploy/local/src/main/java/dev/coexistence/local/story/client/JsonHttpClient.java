package dev.coexistence.local.story.client;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP as any client of the system speaks it: with a program's token, with cookies, or bare. */
public final class JsonHttpClient implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http;
    private final Supplier<Optional<String>> token;

    /** A client that says nothing of itself. */
    public JsonHttpClient() {
        this(Optional::empty);
    }

    /** A client that shows that token where there is one. */
    public JsonHttpClient(Supplier<Optional<String>> token) {
        this(builder().build(), token);
    }

    private JsonHttpClient(HttpClient http, Supplier<Optional<String>> token) {
        this.http = http;
        this.token = token;
    }

    /** A client that keeps cookies and follows where it is led. */
    static JsonHttpClient browser(CookieHandler cookies) {
        return new JsonHttpClient(
                builder()
                        .cookieHandler(cookies)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build(),
                Optional::empty);
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE);
    }

    /** An HTTP answer; status 0 where nobody answered. */
    public record Answer(int status, String contentType, String text) {
        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (RuntimeException e) {
                return JSON.createObjectNode();
            }
        }

        /** The answer, where it is a success. */
        public Answer good(String what) {
            if (status < 200 || status > 299) {
                throw new IllegalStateException(what + " was answered " + this);
            }
            return this;
        }

        @Override
        public String toString() {
            return status + " " + text.substring(0, Math.min(text.length(), 300));
        }
    }

    public Answer get(URI url) {
        return get(url, Map.of());
    }

    public Answer get(URI url, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(url).GET();
        headers.forEach(request::header);
        return send(request);
    }

    public Answer delete(URI url) {
        return send(HttpRequest.newBuilder(url).DELETE());
    }

    public Answer post(URI url, Object body) {
        return post(url, body, Map.of());
    }

    public Answer post(URI url, Object body, Map<String, String> headers) {
        return postBytes(url, JSON.writeValueAsBytes(body), headers);
    }

    public Answer put(URI url, Object body) {
        return send(
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    public Answer postBytes(URI url, byte[] body, Map<String, String> headers) {
        var request =
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request);
    }

    public Answer postForm(URI url, Map<String, String> form, Map<String, String> headers) {
        String body =
                form.entrySet().stream()
                        .map(field ->
                                field.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        var request =
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request);
    }

    private Answer send(HttpRequest.Builder request) {
        token.get().ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        try {
            var answer =
                    http.send(
                            request.timeout(PATIENCE).build(),
                            BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.body());
        } catch (IOException e) {
            return new Answer(0, "", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for an answer", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
