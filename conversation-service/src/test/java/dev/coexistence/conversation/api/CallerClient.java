package dev.coexistence.conversation.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Requests of one caller, who keeps everything that was answered. */
final class CallerClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String service;
    private final String bearer;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    CallerClient(String service, String bearer) {
        this.service = service;
        this.bearer = bearer;
    }

    /** An answer. */
    record Said(int status, String body) {}

    Said get(String path) {
        return ask("GET", path, null);
    }

    Said ask(String method, String path, @Nullable String json) {
        var request = request(path).timeout(PATIENCE);
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            heard.add(answer.headers().map() + "\n" + removeEcho(path, answer.body()));
            return new Said(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A problem names what was asked for, which the caller knew. */
    private static String removeEcho(String path, String body) {
        String left = body;
        for (String asked : path.split("[/?&=]", -1)) {
            if (asked.length() > 3) {
                left = left.replace(asked, "");
            }
        }
        return body.contains("/problems/") ? left : body;
    }

    /** Listens to the stream of changes; returns its lines, which grow. */
    List<String> listen(@Nullable String lastEventId) {
        var request = request("/v1/events");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        List<String> lines = new CopyOnWriteArrayList<>();
        var unused =
                http.sendAsync(request.build(), BodyHandlers.ofLines())
                .thenAcceptAsync(
                        answer ->
                                answer.body()
                                        .forEach(line -> {
                                            lines.add(line);
                                            heard.add(line);
                                        }),
                        task -> Thread.ofVirtual().start(task));
        return lines;
    }

    /** Everything that any answer or stream said. */
    List<String> heard() {
        return heard;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service + path))
                .header("Authorization", "Bearer " + bearer);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
