package dev.coexistence.local.launch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a part whether it is healthy. Thread-safe. */
final class HealthChecks implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(3);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(SOON).build();

    boolean answers(URI url) {
        try {
            var request = HttpRequest.newBuilder(url).timeout(SOON).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking " + url, e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
