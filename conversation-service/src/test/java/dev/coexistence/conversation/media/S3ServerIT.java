package dev.coexistence.conversation.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.local.JavaProgram;
import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.ProcessPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S3Proxy: a real S3 server in a process of its own, which checks every signature. */
class S3ServerIT {
    private static final Path JAR = Path.of("target/s3/s3proxy.jar").toAbsolutePath();
    private static final Pattern LISTENING = Pattern.compile("\\{127\\.0\\.0\\.1:(\\d+)}");
    private static final int LARGE = 48 * 1024 * 1024;

    @TempDir private static Path folder = Path.of("");
    private static @Nullable LocalProcess server;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(folder.resolve("buckets/pictures"));
        Path settings = folder.resolve("s3proxy.properties");
        Files.writeString(
                settings,
                """
                s3proxy.endpoint=http://127.0.0.1:0
                s3proxy.authorization=aws-v4
                s3proxy.identity=access
                s3proxy.credential=secret key
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                jclouds.identity=none
                jclouds.credential=none
                """
                        .formatted(folder.resolve("buckets")));
        Path log = folder.resolve("s3proxy.log");
        var started =
                LocalProcess.start(
                        new ProcessPlan(
                                "s3proxy",
                                JavaProgram.ofJar(JAR).command("--properties", settings.toString()),
                                Map.of(),
                                log));
        server = started;
        started.awaitHealthy(() -> ports(log).findAny().isPresent(), Duration.ofSeconds(60));
        port = ports(log).map(Integer::parseInt).findFirst().orElseThrow();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void keepsGivesBackAndRemoves() throws IOException {
        var store = store("secret key");
        Path file = Files.writeString(folder.resolve("in"), "content");

        store.keep(1, file);
        try (var in = store.open(1).orElseThrow()) {
            assertThat(in).hasContent("content");
        }
        store.remove(1);
        store.remove(1);

        assertThat(store.open(1)).isEmpty();
    }

    @Test
    void saysThatThereIsNoSuchThing() throws IOException {
        assertThat(store("secret key").open(2)).isEmpty();
    }

    @Test
    void isRefusedWithAnotherKey() throws IOException {
        Path file = Files.writeString(folder.resolve("other"), "content");

        assertThatThrownBy(() -> store("another key").keep(3, file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("403");
        assertThat(store("secret key").open(3)).isEmpty();
    }

    @Test
    void takesWhatIsLarge() throws IOException {
        var store = store("secret key");
        var bytes = new byte[LARGE];
        new Random(1).nextBytes(bytes);

        store.keep(4, Files.write(folder.resolve("large"), bytes));

        try (var in = store.open(4).orElseThrow()) {
            assertThat(Arrays.equals(in.readAllBytes(), bytes)).isTrue();
        }
    }

    private static S3Store store(String secretKey) {
        return new S3Store(
                new MediaSettings.S3(
                        URI.create("http://127.0.0.1:" + port),
                        "pictures",
                        "eu-central-1",
                        "access",
                        secretKey),
                Duration.ofSeconds(30),
                InstantSource.system());
    }

    private static Stream<String> ports(Path log) {
        try {
            String written = Files.readString(log);
            return LISTENING
                    .matcher(written)
                    .results()
                    .map(found -> written.substring(found.start(1), found.end(1)));
        } catch (IOException _) {
            return Stream.empty();
        }
    }
}
