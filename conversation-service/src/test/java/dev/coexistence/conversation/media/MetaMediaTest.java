package dev.coexistence.conversation.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.coexistence.conversation.media.FetchOutcome.Fetched;
import dev.coexistence.conversation.media.FetchOutcome.Lost;
import dev.coexistence.conversation.media.FetchOutcome.TryLater;
import dev.coexistence.graph.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class MetaMediaTest {
    /** SHA-256 of the bytes served here. */
    private static final String HASH =
            "3cb02ee641adac527e3175c63424d999df003b939ab2cc8f9a5eb0e164b3f331";

    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final HttpServer meta;
    private final CountDownLatch going = new CountDownLatch(1);
    @TempDir private Path folder = Path.of("");
    private volatile int cut = -1;
    private volatile boolean stall;
    private volatile int large;
    private volatile long space = Long.MAX_VALUE;
    private volatile String address = "";
    private volatile int status = 200;
    private volatile String about = "\"mime_type\":\"image/jpeg\",\"file_size\":11";

    MetaMediaTest() throws IOException {
        meta = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    }

    @BeforeEach
    void start() {
        meta.createContext(
                "/",
                exchange -> {
                    tokens.add(
                            String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
                    boolean file = exchange.getRequestURI().getPath().startsWith("/file");
                    byte[] body =
                            (file ? "bytes of it" : "{\"url\":\"" + address + "\"," + about + "}")
                                    .getBytes(StandardCharsets.UTF_8);
                    if (file && large > 0) {
                        serveLarge(exchange);
                        return;
                    }
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body, 0, file && cut >= 0 ? cut : body.length);
                    exchange.getResponseBody().flush();
                    if (file && stall) {
                        awaitGoing();
                    }
                    exchange.close();
                });
        meta.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        meta.start();
        address = root() + "/file";
    }

    @AfterEach
    void stop() {
        meta.stop(0);
    }

    @Test
    void fetchesTheBytesWithTheToken() throws IOException {
        FetchOutcome outcome = fetch(1_000);

        assertThat(outcome).isInstanceOf(Fetched.class);
        if (outcome instanceof Fetched fetched) {
            assertThat(fetched.size()).isEqualTo(11);
            assertThat(fetched.file()).hasContent("bytes of it");
            Files.delete(fetched.file());
        }
        assertThat(tokens).containsExactly("Bearer secret", "Bearer secret");
    }

    @Test
    void givesTheTokenToMetaOnly() {
        address = "https://facebook.com.evil.example/file";

        assertThat(fetch(1_000)).isEqualTo(new Lost("FOREIGN_HOST"));
        assertThat(tokens).hasSize(1);
    }

    @Test
    void keepsNothingTooLarge() {
        assertThat(fetch(10)).isEqualTo(new Lost("TOO_LARGE"));
    }

    @Test
    void keepsEveryTypeThatADocumentMayHave() throws IOException {
        for (String type :
                List.of(
                        "message/rfc822",
                        "font/ttf",
                        "model/stl",
                        "chemical/x-pdb",
                        "multipart/mixed",
                        "x-world/x-vrml",
                        "no type")) {
            about = "\"mime_type\":\"" + type + "\",\"file_size\":11";
            assertThat(fetch(1_000)).as(type).isInstanceOf(Fetched.class);
        }
    }

    @Test
    void holdsWhatComesBesideTheStoredAndNotInTheTemporaryFolder() {
        assertThat(fetch(1_000))
                .isInstanceOfSatisfying(
                        Fetched.class,
                        fetched ->
                                assertThat(fetched.file())
                                        .exists()
                                        .startsWith(folder.resolve("incoming")));
    }

    @Test
    void namesWhatIsWrongWithTheDisk() throws IOException {
        space = 11;
        assertThat(fetch(1_000)).isEqualTo(new TryLater("NO_ROOM"));
        assertThat(tokens).hasSize(1);

        space = Long.MAX_VALUE;
        Files.delete(folder.resolve("incoming"));
        Files.writeString(folder.resolve("incoming"), "a file where a folder should be");
        assertThat(fetch(1_000)).isEqualTo(new TryLater("STORE_FAILED"));
    }

    @Test
    void namesWhatIsWrongWithMeta() {
        about = "\"mime_type\":\"image/jpeg\",\"file_size\":11";
        cut = 5;
        assertThat(fetch(1_000)).isEqualTo(new TryLater("BROKEN_OFF"));
        stall = true;
        assertThat(fetch(1_000)).isEqualTo(new TryLater("TOO_SLOW"));
        going.countDown();
        status = 429;
        cut = -1;
        assertThat(fetch(1_000)).isEqualTo(new TryLater("THROTTLED"));
        status = 200;
        about = "nonsense";
        assertThat(fetch(1_000)).isEqualTo(new TryLater("UNREADABLE_ANSWER"));
        meta.stop(0);
        assertThat(fetch(1_000)).isEqualTo(new TryLater("NO_ANSWER"));
    }

    @Test
    void leavesNothingBehindOfWhatDidNotCome() throws IOException {
        cut = 5;
        fetch(1_000);
        cut = -1;
        about = "\"mime_type\":\"image/jpeg\",\"file_size\":12";
        fetch(1_000);

        try (var left = Files.list(folder.resolve("incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void takesAHundredMegabytes() throws IOException {
        int size = 100 * 1024 * 1024;
        large = size;
        about = "\"mime_type\":\"application/pdf\",\"file_size\":" + size;

        var outcome = fetch(size);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Fetched.class, fetched -> assertThat(fetched.size()).isEqualTo(size));
        assertThat(fetch(size - 1)).isEqualTo(new Lost("TOO_LARGE"));
    }

    @Test
    void keepsOnlyWhatHasTheSizeAndTheHashThatMetaNamed() throws IOException {
        about = "\"mime_type\":\"image/jpeg\",\"file_size\":12";
        assertThat(fetch(1_000)).isEqualTo(new TryLater("INCOMPLETE"));
        about = "\"mime_type\":\"image/jpeg\",\"sha256\":\"" + "0".repeat(64) + "\"";
        assertThat(fetch(1_000)).isEqualTo(new TryLater("CORRUPT"));
        about = "\"mime_type\":\"image/jpeg\",\"sha256\":\"" + HASH + "\"";
        FetchOutcome outcome = fetch(1_000);
        assertThat(outcome).isInstanceOf(Fetched.class);
        if (outcome instanceof Fetched fetched) {
            Files.delete(fetched.file());
        }
    }

    @Test
    void tellsWhatIsGoneFromWhatMayCome() {
        status = 404;
        assertThat(fetch(1_000)).isEqualTo(new Lost("GONE_AT_META"));
        status = 500;
        assertThat(fetch(1_000)).isEqualTo(new TryLater("STATUS_500"));
        status = 401;
        assertThat(fetch(1_000)).isEqualTo(new TryLater("TOKEN_REFUSED"));
    }

    @Test
    void triesAgainWhatMetaRefusesForAWhileOnly() {
        status = 400;
        assertThat(refusedWith(80007)).isEqualTo(new TryLater("THROTTLED"));
        assertThat(refusedWith(190)).isEqualTo(new TryLater("TOKEN_REFUSED"));
        assertThat(refusedWith(2)).isEqualTo(new TryLater("STATUS_400"));
        assertThat(refusedWith(100)).isEqualTo(new Lost("GONE_AT_META"));
    }

    private FetchOutcome refusedWith(int code) {
        about = "\"error\":{\"code\":" + code + "}";
        return fetch(1_000);
    }

    @Test
    void keepsInAFolderAndGivesBack() throws IOException {
        var store = new FolderStore(folder);
        Path file = Files.writeString(folder.resolve("in"), "content");

        store.keep(4711, file);

        try (var in = store.open(4711).orElseThrow()) {
            assertThat(in).hasContent("content");
        }
        store.remove(4711);
        assertThat(store.open(4711)).isEmpty();
    }

    private void serveLarge(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, large);
        var piece = new byte[1 << 20];
        for (int i = 0; i < large / piece.length; i++) {
            exchange.getResponseBody().write(piece);
        }
        exchange.close();
    }

    private void awaitGoing() throws IOException {
        try {
            assertThat(going.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private FetchOutcome fetch(long maxSize) {
        var settings =
                new MediaSettings(
                        true,
                        folder,
                        null,
                        DataSize.ofBytes(maxSize),
                        1,
                        Duration.ofSeconds(5),
                        Duration.ofDays(7),
                        List.of("facebook.com"));
        var incoming =
                new MediaDownload(
                        settings, Duration.ofSeconds(3), InstantSource.system(), _ -> space);
        return new MetaMedia(new GraphSettings(URI.create(root()), "v25.0"), settings, incoming)
                .fetch("123", new Secret("secret"));
    }

    private String root() {
        return "http://127.0.0.1:" + meta.getAddress().getPort();
    }
}
