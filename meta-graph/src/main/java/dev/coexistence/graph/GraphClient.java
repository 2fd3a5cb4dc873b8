package dev.coexistence.graph;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls of the Graph API, one at a time on the caller's thread. It repeats nothing and follows no
 * redirect: whether a call may be repeated is for the caller to know. Thread-safe.
 */
public final class GraphClient implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final GraphAddress address;
    private final Duration timeout;
    private final HttpClient http;

    /**
     * @param timeout for connecting, and again for each answer
     */
    public GraphClient(GraphAddress address, Duration timeout) {
        this(address, timeout, timeout);
    }

    /**
     * @param connectTimeout for connecting
     * @param timeout for each answer
     */
    public GraphClient(GraphAddress address, Duration connectTimeout, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
        this.http =
                HttpClient.newBuilder()
                        .connectTimeout(connectTimeout)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /**
     * @param token null where the query carries what proves the caller
     */
    public <T> GraphAnswer<T> get(
            String path, @Nullable Secret token, Function<JsonNode, T> reader) {
        return send(request(path, token).GET().build(), reader);
    }

    public <T> GraphAnswer<T> post(
            String path, Secret token, Map<String, String> body, Function<JsonNode, T> reader) {
        return send(
                request(path, token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build(),
                reader);
    }

    private HttpRequest.Builder request(String path, @Nullable Secret token) {
        var request = HttpRequest.newBuilder(address.resolve(path)).timeout(timeout);
        return token == null ? request : request.header("Authorization", "Bearer " + token.value());
    }

    private <T> GraphAnswer<T> send(HttpRequest request, Function<JsonNode, T> reader) {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, BodyHandlers.ofByteArray());
        } catch (HttpConnectTimeoutException | ConnectException | UnresolvedAddressException e) {
            return new GraphAnswer.TryLater<>("Meta could not be reached");
        } catch (IOException e) {
            // The message is left out: it can repeat the address, and an address can hold a secret.
            return new GraphAnswer.Unclear<>(
                    "the answer was lost: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new GraphAnswer.Unclear<>("this service was stopping");
        }
        return GraphBody.read(response.statusCode(), response.body(), reader);
    }

    @Override
    public void close() {
        http.close();
    }
}
