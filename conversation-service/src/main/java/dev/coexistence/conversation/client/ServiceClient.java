package dev.coexistence.conversation.client;

import dev.coexistence.access.Caller;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** HTTP client of another service's public API. Never throws: the service may be away. */
public final class ServiceClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RestClient http;

    /** The service's answer. */
    public sealed interface Answer {
        /** Done, or found. */
        record Said(int status, JsonNode body) implements Answer {}

        /** Refused, with an RFC 9457 problem. */
        record Refused(int status, JsonNode problem) implements Answer {
            public String title() {
                return problem.path("title").asString("");
            }

            public String detail() {
                return problem.path("detail").asString("");
            }

            /** True where there is no such thing, or none that the caller sees. */
            public boolean isMissing() {
                return status == 404 || status == 410;
            }

            /** The last part of the problem's type. */
            public String kind() {
                String type = problem.path("type").asString("");
                return type.substring(type.lastIndexOf('/') + 1);
            }
        }

        /** Answered with something that is no JSON. The request may have been done. */
        record Unreadable(int status) implements Answer {}

        /** Not answered. The request may have been done. */
        record Away() implements Answer {}

        default boolean isAway() {
            return this instanceof Away || this instanceof Unreadable;
        }

        /** The body of what it said, or a missing node. */
        default JsonNode found() {
            return switch (this) {
                case Said(int _, JsonNode body) -> body;
                case Refused _, Unreadable _, Away _ -> JsonNodeFactory.instance.missingNode();
            };
        }
    }

    ServiceClient(URI url, Duration connectWithin, Duration answerWithin) {
        var requests =
                new JdkClientHttpRequestFactory(
                        HttpClient.newBuilder().connectTimeout(connectWithin).build());
        requests.setReadTimeout(answerWithin);
        http = RestClient.builder().baseUrl(url.toString()).requestFactory(requests).build();
    }

    private ServiceClient(RestClient http) {
        this.http = http;
    }

    /** The same client with a caller's authority; without any where the caller came with none. */
    ServiceClient as(Caller caller) {
        return caller.bearer() == null
                ? this
                : new ServiceClient(
                        http.mutate()
                                .defaultHeader(
                                        HttpHeaders.AUTHORIZATION, "Bearer " + caller.bearer())
                                .build());
    }

    /**
     * @param path with a place in braces for each value
     */
    public Answer get(String path, Object... values) {
        return ask(() -> http.get().uri(path, values).exchange((_, response) -> answer(response)));
    }

    /**
     * @param address path and query, encoded
     */
    public Answer get(URI address) {
        return ask(() ->
                http.get().uri(onService(address)).exchange((_, response) -> answer(response)));
    }

    /**
     * A sheet of comma-separated values; empty where the service gives none.
     *
     * @param address path and query, encoded
     */
    public Optional<CsvSheet> getSheet(URI address) {
        try {
            return http.get().uri(onService(address)).exchange((_, response) -> sheet(response));
        } catch (ResourceAccessException _) {
            return Optional.empty();
        }
    }

    private static Function<UriBuilder, URI> onService(URI address) {
        return root -> URI.create(root.build() + address.toString());
    }

    private static Optional<CsvSheet> sheet(ClientHttpResponse response) throws IOException {
        return response.getStatusCode().is2xxSuccessful()
                ? Optional.of(
                        CsvSheet.read(
                                new String(
                                        response.getBody().readAllBytes(), StandardCharsets.UTF_8),
                                response.getHeaders()))
                : Optional.empty();
    }

    public Answer post(String path, Map<String, ?> body, Object... values) {
        return ask(() ->
                http.post()
                        .uri(path, values)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(JSON.writeValueAsString(body))
                        .exchange((_, response) -> answer(response)));
    }

    /** A request that may be repeated with the same key without being done twice. */
    public Answer postOnce(String path, String idempotencyKey, Map<String, ?> body) {
        return ask(() ->
                http.post()
                        .uri(path)
                        .header("Idempotency-Key", idempotencyKey)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(JSON.writeValueAsString(body))
                        .exchange((_, response) -> answer(response)));
    }

    public Answer delete(String path, Object... values) {
        return ask(
                () -> http.delete().uri(path, values).exchange((_, response) -> answer(response)));
    }

    private static Answer ask(Supplier<Answer> question) {
        try {
            return question.get();
        } catch (ResourceAccessException _) {
            return new Answer.Away();
        }
    }

    private static Answer answer(ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        String body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            JsonNode json =
                    body.isBlank() ? JsonNodeFactory.instance.missingNode() : JSON.readTree(body);
            if (status < 300) {
                return new Answer.Said(status, json);
            }
            return status >= 500 && json.path("detail").asString("").isEmpty()
                    ? new Answer.Away()
                    : new Answer.Refused(status, json);
        } catch (JacksonException _) {
            return new Answer.Unreadable(status);
        }
    }
}
