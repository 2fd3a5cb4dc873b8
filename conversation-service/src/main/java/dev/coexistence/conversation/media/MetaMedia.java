package dev.coexistence.conversation.media;

import dev.coexistence.conversation.media.FetchOutcome.Lost;
import dev.coexistence.conversation.media.FetchOutcome.TryLater;
import dev.coexistence.graph.GraphAddress;
import dev.coexistence.graph.GraphError;
import dev.coexistence.graph.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Fetches media from Meta: first a fresh address, then the bytes, both with the token. */
@Component
class MetaMedia {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    /** Until another instance may take the same piece, and some time to keep what came. */
    private static final Duration LIMIT = MediaQueue.LEASE.minus(Duration.ofMinutes(2));

    private final GraphAddress graph;
    private final MediaSettings settings;
    private final MediaDownload download;
    private final HttpClient http;

    @Autowired
    MetaMedia(GraphSettings graph, MediaSettings settings, InstantSource time) {
        this(graph, settings, new MediaDownload(settings, LIMIT, time));
    }

    MetaMedia(GraphSettings graph, MediaSettings settings, MediaDownload download) {
        this.graph = graph.address();
        this.settings = settings;
        this.download = download;
        this.http =
                HttpClient.newBuilder()
                        .connectTimeout(settings.timeout())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    FetchOutcome fetch(String mediaId, Secret token) {
        try {
            URI media = graph.resolve(GraphAddress.encode(mediaId));
            HttpResponse<String> about = http.send(get(media, token), BodyHandlers.ofString());
            return about.statusCode() == 200
                    ? fetch(JSON.readTree(about.body()), token)
                    : refusal(about.statusCode(), about.body());
        } catch (HttpTimeoutException _) {
            return new TryLater("TIMEOUT");
        } catch (IOException _) {
            return new TryLater("NO_ANSWER");
        } catch (JacksonException | IllegalArgumentException _) {
            return new TryLater("UNREADABLE_ANSWER");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new TryLater("INTERRUPTED");
        }
    }

    private FetchOutcome fetch(JsonNode media, Secret token)
            throws IOException, InterruptedException {
        URI address = URI.create(media.path("url").asString(""));
        long size = media.path("file_size").asLong(0);
        if (!isMetas(address)) {
            return new Lost("FOREIGN_HOST");
        }
        if (size > settings.maxSize().toBytes()) {
            return new Lost("TOO_LARGE");
        }
        if (!hasRoom(size)) {
            return new TryLater("NO_ROOM");
        }
        HttpResponse<InputStream> bytes =
                http.send(get(address, token), BodyHandlers.ofInputStream());
        try (InputStream in = bytes.body()) {
            return bytes.statusCode() == 200
                    ? download.receive(
                            in,
                            new MediaDownload.Announced(
                                    type(media.path("mime_type").asString("")),
                                    size,
                                    media.path("sha256").asString("")))
                    : refusal(bytes.statusCode());
        }
    }

    private static String type(String told) {
        return told.isBlank() ? UNKNOWN_TYPE : told;
    }

    private boolean hasRoom(long size) {
        try {
            return download.hasRoom(size);
        } catch (IOException _) {
            // What is wrong with the folder is found, and named, where it is written to.
            return true;
        }
    }

    /** Meta's error says more than its status: it asks to wait with a 400 as well. */
    private static FetchOutcome refusal(int status, String body) {
        return GraphError.read(status, readLeniently(body))
                .flatMap(MetaMedia::passing)
                .orElseGet(() -> refusal(status));
    }

    private static Optional<FetchOutcome> passing(GraphError error) {
        if (error.isThrottled()) {
            return Optional.of(new TryLater("THROTTLED"));
        }
        if (error.isTokenRefused()) {
            return Optional.of(new TryLater("TOKEN_REFUSED"));
        }
        return error.isMetaFailure()
                ? Optional.of(new TryLater("STATUS_" + error.status()))
                : Optional.empty();
    }

    private static JsonNode readLeniently(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    private static FetchOutcome refusal(int status) {
        return switch (status) {
            case 400, 404, 410 -> new Lost("GONE_AT_META");
            case 401, 403 -> new TryLater("TOKEN_REFUSED");
            case 429 -> new TryLater("THROTTLED");
            default -> new TryLater("STATUS_" + status);
        };
    }

    private HttpRequest get(URI uri, Secret token) {
        return HttpRequest.newBuilder(uri)
                .timeout(settings.timeout())
                .header("authorization", "Bearer " + token.value())
                .build();
    }

    /** The token goes to Meta only: a forged address would get it otherwise. */
    private boolean isMetas(URI address) {
        String host = address.getHost();
        if (host == null) {
            return false;
        }
        if (graph.root().getAuthority().equals(address.getAuthority())) {
            return graph.root().getScheme().equals(address.getScheme());
        }
        String name = host.toLowerCase(Locale.ROOT);
        return "https".equals(address.getScheme())
                && settings.hosts().stream()
                        .anyMatch(domain -> name.equals(domain) || name.endsWith("." + domain));
    }
}
