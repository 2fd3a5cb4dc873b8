package dev.coexistence.conversation.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A stream of server-sent events that a test listens to. */
public final class OpenStream implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<HttpResponse<Stream<String>>> answer;
    private final CompletableFuture<Void> end;

    private OpenStream(HttpRequest request) {
        answer = http.sendAsync(request, BodyHandlers.ofLines());
        end =
                answer.thenAcceptAsync(
                        response -> response.body().forEach(lines::add),
                        task -> Thread.ofVirtual().start(task));
    }

    public static OpenStream of(String url, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(url));
        headers.forEach(request::header);
        return new OpenStream(request.build());
    }

    /** Status of the answer, once its headers are there. */
    public int status() {
        return response().statusCode();
    }

    public HttpHeaders headers() {
        return response().headers();
    }

    /** The lines so far; they grow. */
    public List<String> lines() {
        return lines;
    }

    /** True once the other side has ended it, in order or by cutting it off. */
    public boolean hasEnded() {
        return end.isDone();
    }

    private HttpResponse<Stream<String>> response() {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The stream does not begin", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
