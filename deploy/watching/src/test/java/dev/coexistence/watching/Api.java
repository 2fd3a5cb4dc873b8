package dev.coexistence.watching;

import dev.coexistence.local.story.client.DemoIdentity;
import dev.coexistence.local.story.client.ProgramTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP, as a program of the demo speaks it to a service, with its token. */
final class Api implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ProgramTokens tokens;

    Api(DemoIdentity identity) {
        this(identity, DemoIdentity.PROGRAM);
    }

    /**
     * @param program that asks
     */
    Api(DemoIdentity identity, String program) {
        tokens = ProgramTokens.of(identity, program);
    }

    JsonNode get(URI url) {
        return send(HttpRequest.newBuilder(url).GET());
    }

    JsonNode post(URI url, Map<String, ?> body, Map<String, String> headers) {
        var request =
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        JsonMapper.shared().writeValueAsString(body)));
        headers.forEach(request::header);
        return send(request);
    }

    void delete(URI url) {
        send(HttpRequest.newBuilder(url).DELETE());
    }

    /** Asks with an API key until the service knows it. */
    static void awaitTaken(URI url, String key) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(url)
                            .header("Authorization", "Bearer " + key)
                            .timeout(PATIENCE)
                            .build();
            Awaitility.await(url.toString())
                    .atMost(PATIENCE)
                    .until(() ->
                            List.of(200, 404)
                                    .contains(
                                            client.send(request, BodyHandlers.discarding())
                                                    .statusCode()));
        }
    }

    private JsonNode send(HttpRequest.Builder request) {
        tokens.get().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        HttpRequest asked = request.timeout(PATIENCE).build();
        try {
            var answer = http.send(asked, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError(
                        asked.method()
                                + " "
                                + asked.uri()
                                + " was answered "
                                + answer.statusCode()
                                + " "
                                + answer.body());
            }
            return JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(asked.uri() + " does not answer", e);
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
