package dev.coexistence.conversation.media;

import dev.coexistence.conversation.media.FetchOutcome.Fetched;
import dev.coexistence.conversation.media.FetchOutcome.Lost;
import dev.coexistence.conversation.media.FetchOutcome.TryLater;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fetches media from Meta: first a fresh address, then the bytes, both with the token. */
@Component
class MetaMedia {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BUFFER = 64 * 1024;

    private final GraphSettings graph;
    private final MediaSettings settings;
    private final HttpClient http;

    MetaMedia(GraphSettings graph, MediaSettings settings) {
        this.graph = graph;
        this.settings = settings;
        this.http =
                HttpClient.newBuilder()
                        .connectTimeout(settings.timeout())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    FetchOutcome fetch(String mediaId, String token) {
        try {
            HttpResponse<String> about =
                    http.send(
                            get(
                                    URI.create(
                                            graph.graphUrl()
                                                    + "/"
                                                    + graph.graphVersion()
                                                    + "/"
                                                    + java.net.URLEncoder.encode(
                                                            mediaId,
                                                            java.nio.charset.StandardCharsets
                                                                    .UTF_8)),
                                    token),
                            BodyHandlers.ofString());
            if (about.statusCode() != 200) {
                return refused(about.statusCode());
            }
            JsonNode media = JSON.readTree(about.body());
            URI address = URI.create(media.path("url").asString(""));
            if (!isMetas(address)) {
                return new Lost("FOREIGN_HOST");
            }
            if (media.path("file_size").asLong(0) > settings.maxSize().toBytes()) {
                return new Lost("TOO_LARGE");
            }
            String type = media.path("mime_type").asString("application/octet-stream");
            HttpResponse<InputStream> bytes =
                    http.send(get(address, token), BodyHandlers.ofInputStream());
            try (InputStream in = bytes.body()) {
                return bytes.statusCode() == 200 ? keep(in, type) : refused(bytes.statusCode());
            }
        } catch (IOException | JacksonException | IllegalArgumentException _) {
            return new TryLater("NO_ANSWER");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new TryLater("INTERRUPTED");
        }
    }

    private FetchOutcome keep(InputStream in, String type) throws IOException {
        Path file = Files.createTempFile("media-", ".part");
        long size = 0;
        boolean whole = false;
        try (OutputStream out = Files.newOutputStream(file)) {
            var buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > settings.maxSize().toBytes()) {
                    return new Lost("TOO_LARGE");
                }
                out.write(buffer, 0, n);
            }
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
        if (size == 0) {
            Files.deleteIfExists(file);
            return new TryLater("EMPTY");
        }
        return new Fetched(file, type, size);
    }

    private static FetchOutcome refused(int status) {
        return switch (status) {
            case 400, 404, 410 -> new Lost("GONE_AT_META");
            case 401, 403 -> new TryLater("TOKEN_REFUSED");
            default -> new TryLater("STATUS_" + status);
        };
    }

    private HttpRequest get(URI uri, String token) {
        return HttpRequest.newBuilder(uri)
                .timeout(settings.timeout())
                .header("authorization", "Bearer " + token)
                .build();
    }

    /** The token goes to Meta only: a forged address would get it otherwise. */
    private boolean isMetas(URI address) {
        String host = address.getHost();
        if (host == null) {
            return false;
        }
        if (graph.graphUrl().getAuthority().equals(address.getAuthority())) {
            return graph.graphUrl().getScheme().equals(address.getScheme());
        }
        String name = host.toLowerCase(Locale.ROOT);
        return "https".equals(address.getScheme())
                && settings.hosts().stream()
                        .anyMatch(domain -> name.equals(domain) || name.endsWith("." + domain));
    }
}
