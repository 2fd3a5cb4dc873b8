package dev.coexistence.local.story.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The stream of server-sent events, read from when it is opened until it is closed. */
public final class LiveEvents implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private LiveEvents() {}

    /** The stream as a program reads it that shows that token, where there is one. */
    public static LiveEvents open(URI url, Supplier<Optional<String>> token) {
        var events = new LiveEvents();
        var request = HttpRequest.newBuilder(url).header("Accept", "text/event-stream");
        token.get().ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        try {
            var answer = events.http.send(request.build(), BodyHandlers.ofLines());
            Thread.ofVirtual().start(() -> events.read(answer.body()));
            return events;
        } catch (IOException e) {
            events.close();
            throw new IllegalStateException("No live events from " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while opening the live events", e);
        }
    }

    public boolean told(String what) {
        return lines.stream().anyMatch(line -> line.contains(what));
    }

    private void read(Stream<String> body) {
        try (body) {
            body.forEach(lines::add);
        } catch (RuntimeException e) {
            lines.add("closed: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
