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
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fetches media from Meta: first a fresh address, then the bytes, both with the token. */
@Component
class MetaMedia {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> FAMILIES =
            Set.of("application", "audio", "image", "text", "video");
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
            if (!isAccepted(type)) {
                return new Lost("TYPE_REFUSED");
            }
            HttpResponse<InputStream> bytes =
                    http.send(get(address, token), BodyHandlers.ofInputStream());
            try (InputStream in = bytes.body()) {
                return bytes.statusCode() == 200
                        ? checked(keep(in, type), media)
                        : refused(bytes.statusCode());
            }
        } catch (IOException | JacksonException | IllegalArgumentException _) {
            return new TryLater("NO_ANSWER");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new TryLater("INTERRUPTED");
        }
    }

    /**
     * Whether it is a type that messages can have; what a browser may do with it is another matter.
     */
    private static boolean isAccepted(String type) {
        try {
            return FAMILIES.contains(MimeTypeUtils.parseMimeType(type).getType());
        } catch (InvalidMimeTypeException _) {
            return false;
        }
    }

    /** Holds what came to the size and the hash that Meta named before. */
    private static FetchOutcome checked(FetchOutcome outcome, JsonNode media) throws IOException {
        if (!(outcome instanceof Fetched fetched)) {
            return outcome;
        }
        long size = media.path("file_size").asLong(fetched.size());
        String hash = media.path("sha256").asString("");
        String problem =
                size != fetched.size()
                        ? "INCOMPLETE"
                        : hash.isEmpty() || hash.equalsIgnoreCase(sha256(fetched.file()))
                                ? ""
                                : "CORRUPT";
        if (problem.isEmpty()) {
            return fetched;
        }
        Files.deleteIfExists(fetched.file());
        return new TryLater(problem);
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                var digesting = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
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
