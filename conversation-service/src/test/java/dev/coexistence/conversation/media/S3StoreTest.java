package dev.coexistence.conversation.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** A bucket that takes only requests which the AWS SDK would have signed in the same way. */
class S3StoreTest {
    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
    private static final String REGION = "eu-central-1";
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final HttpServer bucket;
    @TempDir private Path folder = Path.of("");

    S3StoreTest() throws IOException {
        bucket = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    }

    @BeforeEach
    void start() {
        bucket.createContext("/", this::answer);
        bucket.start();
    }

    @AfterEach
    void stop() {
        bucket.stop(0);
    }

    @Test
    void keepsGivesBackAndRemoves() throws IOException {
        var store = store("secret key");
        Path file = Files.writeString(folder.resolve("in"), "content");

        store.keep(4711, file);

        assertThat(objects).containsOnlyKeys("/pictures/media/4711");
        try (var in = store.open(4711).orElseThrow()) {
            assertThat(in).hasContent("content");
        }
        store.remove(4711);
        store.remove(4711);
        assertThat(objects).isEmpty();
        assertThat(store.open(4711)).isEmpty();
    }

    @Test
    void saysThatTheStoreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("in"), "content");

        assertThatThrownBy(() -> store("another key").keep(4711, file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("403");
        assertThat(objects).isEmpty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] sent = exchange.getRequestBody().readAllBytes();
        if (!expectedAuthorization(exchange)
                .equals(exchange.getRequestHeaders().getFirst("authorization"))) {
            exchange.sendResponseHeaders(403, -1);
        } else if ("PUT".equals(exchange.getRequestMethod())) {
            objects.put(path, sent);
            exchange.sendResponseHeaders(200, -1);
        } else if ("DELETE".equals(exchange.getRequestMethod())) {
            exchange.sendResponseHeaders(objects.remove(path) == null ? 404 : 204, -1);
        } else {
            byte[] found = objects.get(path);
            exchange.sendResponseHeaders(
                    found == null ? 404 : 200, found == null ? -1 : found.length);
            if (found != null) {
                exchange.getResponseBody().write(found);
            }
        }
        exchange.close();
    }

    /** What Amazon's own signer makes of the same request. */
    private static String expectedAuthorization(HttpExchange exchange) {
        var request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.fromValue(exchange.getRequestMethod()))
                        .uri(
                                URI.create(
                                        "https://"
                                                + exchange.getRequestHeaders().getFirst("host")
                                                + exchange.getRequestURI().getRawPath()))
                        .build();
        return AwsV4HttpSigner.create()
                .sign(r ->
                        r.identity(AwsCredentialsIdentity.create("access", "secret key"))
                                .request(request)
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                                .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)
                                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                                .putProperty(
                                        HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)))
                .request()
                .firstMatchingHeader("Authorization")
                .orElseThrow();
    }

    private S3Store store(String secretKey) {
        return new S3Store(
                new MediaSettings.S3(
                        URI.create("http://127.0.0.1:" + bucket.getAddress().getPort() + "/"),
                        "pictures",
                        REGION,
                        "access",
                        secretKey),
                Duration.ofSeconds(5),
                () -> NOW);
    }
}
