package dev.coexistence.benchmarks.rig;

import dev.coexistence.local.LocalProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A service of this project that runs as a process. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final LocalProcess process;
    private final URI base;
    private final URI management;

    ServiceProcess(LocalProcess process, URI base, URI management) {
        this.process = process;
        this.base = base;
        this.management = management;
    }

    public ServiceProcess awaitReady() {
        process.awaitHealthy(() -> get("/actuator/health/readiness").status() == 200, PATIENCE);
        return this;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public URI base() {
        return base;
    }

    public LocalProcess process() {
        return process;
    }

    /**
     * The answer, of the management port for the actuator's paths; status 0 where there was none.
     */
    public Response get(String path) {
        URI port = path.startsWith("/actuator") ? management : base;
        try {
            var response =
                    HTTP.send(
                            HttpRequest.newBuilder(port.resolve(path))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            BodyHandlers.ofString());
            return new Response(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Response(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The sum of a meter's samples, over all its tags. */
    public double meter(String name) {
        return get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Heap in use after a full collection. */
    public double heapMib() {
        try {
            String jcmd = System.getProperty("java.home") + "/bin/jcmd";
            String pid = Long.toString(process.pid());
            new ProcessBuilder(jcmd, pid, "GC.run").start().waitFor();
            Process info = new ProcessBuilder(jcmd, pid, "GC.heap_info").start();
            String text = new String(info.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            info.waitFor();
            return HeapInfo.usedMib(text);
        } catch (IOException e) {
            throw new IllegalStateException("jcmd cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    public record Response(int status, String body) {}
}
