package dev.coexistence.watching;

import dev.coexistence.local.FreePorts;
import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.ProcessPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus with this project's configuration and rules, in a hurry. */
final class Prometheus implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final URI root;
    private final LocalProcess process;
    private final HttpClient http = HttpClient.newHttpClient();

    private Prometheus(URI root, LocalProcess process) {
        this.root = root;
        this.process = process;
    }

    /**
     * What a query gave.
     *
     * @param error Prometheus' words where it could not be run; empty where it could
     * @param values of all series, at all times
     */
    record Answer(String error, List<Double> values) {}

    /** From then until now, as a dashboard asks. */
    Answer ask(String promQl, Instant since) {
        JsonNode answer =
                get(
                        "/api/v1/query_range?step=2&start=%s&end=%s&query=%s"
                                .formatted(since, CLOCK.instant(), encoded(promQl)));
        var values = new ArrayList<Double>();
        for (JsonNode series : answer.path("data").path("result")) {
            for (JsonNode point : series.path("values")) {
                values.add(number(point.path(1).asString("")));
            }
        }
        return new Answer(answer.path("error").asString(""), values);
    }

    /**
     * Starts on a free port.
     *
     * @param services port of the metrics by service
     */
    static Prometheus start(Tool program, Path folder, Map<String, Integer> services) {
        int port = FreePorts.next();
        var root = URI.create("http://127.0.0.1:" + port);
        try {
            Files.createDirectories(folder.resolve("rules"));
            for (Path rules : Deploy.files(Deploy.PROMETHEUS.resolve("rules"), ".yaml")) {
                Files.copy(rules, folder.resolve("rules").resolve(rules.getFileName()));
            }
            Files.writeString(
                    folder.resolve("prometheus.yaml"),
                    Deploy.text(Deploy.PROMETHEUS.resolve("prometheus.yaml"))
                            .replaceAll("(scrape|evaluation)_interval: \\d+s", "$1_interval: 3s")
                            .replaceAll("scrape_timeout: \\d+s", "scrape_timeout: 3s")
                            .replace("localhost:9090", "127.0.0.1:" + port));
            Files.writeString(folder.resolve("targets.yaml"), targets(services));
        } catch (IOException e) {
            throw new UncheckedIOException("Prometheus' folder cannot be written", e);
        }
        var process =
                LocalProcess.start(
                        new ProcessPlan(
                                "prometheus",
                                List.of(
                                        program.program().toString(),
                                        "--config.file=" + folder.resolve("prometheus.yaml"),
                                        "--storage.tsdb.path=" + folder.resolve("data"),
                                        "--web.listen-address=127.0.0.1:" + port),
                                Map.of(),
                                folder.resolve("prometheus.log")));
        var prometheus = new Prometheus(root, process);
        process.awaitHealthy(prometheus::ready, PATIENCE);
        return prometheus;
    }

    Answer ask(String promQl) {
        JsonNode answer = get("/api/v1/query?query=" + encoded(promQl));
        var values = new ArrayList<Double>();
        for (JsonNode series : answer.path("data").path("result")) {
            values.add(number(series.path("value").path(1).asString("")));
        }
        return new Answer(answer.path("error").asString(""), values);
    }

    /** Those whose last scrape failed, or that were not scraped yet, and why. */
    List<String> targetsNotScraped() {
        var silent = new ArrayList<String>();
        for (JsonNode target : get("/api/v1/targets").path("data").path("activeTargets")) {
            if (!target.path("health").asString("").equals("up")) {
                silent.add(
                        target.path("labels").path("service").asString("prometheus")
                                + " is not scraped: "
                                + target.path("lastError").asString(""));
            }
        }
        return silent;
    }

    /** Every rule as Prometheus evaluated it last. */
    List<JsonNode> rules() {
        var rules = new ArrayList<JsonNode>();
        for (JsonNode group : get("/api/v1/rules").path("data").path("groups")) {
            group.path("rules").forEach(rules::add);
        }
        return rules;
    }

    @Override
    public void close() {
        process.close();
        http.close();
    }

    private static String targets(Map<String, Integer> services) {
        var text = new StringBuilder();
        services.forEach((service, port) ->
                text.append("- targets: [127.0.0.1:%d]\n".formatted(port))
                        .append("  labels: {service: %s}\n".formatted(service)));
        return text.toString();
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private boolean ready() {
        try {
            var request = HttpRequest.newBuilder(root.resolve("/-/ready")).timeout(ANSWER).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Prometheus", e);
        }
    }

    private JsonNode get(String path) {
        try {
            var request = HttpRequest.newBuilder(root.resolve(path)).timeout(ANSWER).build();
            return JsonMapper.shared().readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException("Prometheus does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking Prometheus", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
