package dev.coexistence.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real schema registry with the Confluent API, a process of its own. Its schemas and its address
 * outlive a stop.
 */
public final class LocalRegistry implements AutoCloseable {
    static final String JAR = "quarkus-run.jar";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PROBE = Duration.ofSeconds(2);

    private final RegistrySettings settings;
    private final JavaProgram java;
    private @Nullable LocalProcess process;

    public LocalRegistry(RegistrySettings settings, JavaProgram java) {
        this.settings = settings;
        this.java = java;
    }

    /** Apicurio Registry with a small heap and a database file of its own. */
    public static JavaProgram program(RegistrySettings settings) {
        return JavaProgram.ofJar(settings.home().resolve(JAR))
                .withOptions(
                        List.of(
                                "-Xmx160m",
                                "-Xss512k",
                                "-XX:-UsePerfData",
                                "-XX:+UseCompactObjectHeaders",
                                "-Dquarkus.http.host=127.0.0.1",
                                "-Dquarkus.http.port=" + settings.port(),
                                "-Dquarkus.management.host=127.0.0.1",
                                "-Dquarkus.management.port=" + settings.managementPort(),
                                "-Dvertx.cacheDirBase="
                                        + settings.data().toAbsolutePath().resolve("vertx"),
                                "-Dapicurio.rules.global.compatibility=FULL_TRANSITIVE",
                                "-Dapicurio.storage.kind=sql",
                                "-Dapicurio.storage.sql.kind=h2",
                                "-Dapicurio.datasource.url=jdbc:h2:file:"
                                        + settings.data().toAbsolutePath().resolve("registry")));
    }

    /** Root of the Confluent API. */
    public String url() {
        return "http://127.0.0.1:" + settings.port() + "/apis/ccompat/v7";
    }

    /** Answers 200 once the registry is ready. */
    public URI healthUrl() {
        return URI.create("http://127.0.0.1:" + settings.managementPort() + "/health/ready");
    }

    /** Returns once it is ready. */
    public void start() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            launch().awaitHealthy(() -> ready(http), PATIENCE);
        }
    }

    /** Starts without waiting until it is ready. */
    public synchronized LocalProcess launch() {
        if (process == null || !process.isAlive()) {
            process =
                    LocalProcess.start(
                            new ProcessPlan(
                                    "registry",
                                    java.command(),
                                    Map.of("MALLOC_ARENA_MAX", "2"),
                                    settings.log()));
        }
        return process;
    }

    /** Stops it; its schemas stay. */
    public synchronized void stop() {
        if (process != null) {
            process.stop(Duration.ofSeconds(20));
            process = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    private boolean ready(HttpClient http) {
        var health = URI.create("http://127.0.0.1:" + settings.managementPort() + "/health/ready");
        try {
            var request = HttpRequest.newBuilder(health).timeout(PROBE).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the registry", e);
        }
    }
}
