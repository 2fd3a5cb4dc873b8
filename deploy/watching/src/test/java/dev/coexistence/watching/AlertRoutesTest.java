package dev.coexistence.watching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.local.FreePorts;
import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.ProcessPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who hears of what: a real Alertmanager with this project's routes and inhibitions. */
class AlertRoutesTest {
    private static final String PACKAGE = "prometheus-alertmanager";
    private static final Path CONFIGURATION = Deploy.PROMETHEUS.resolve("alertmanager.yaml");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int NUMBERS = 10_000;

    @TempDir Path folder;

    @Test
    void theConfigurationIsValid() {
        var ended =
                Tool.orSkip("amtool", PACKAGE)
                        .run(folder, List.of("check-config", CONFIGURATION.toString()));

        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @Test
    void tenThousandNumbersWithOneCauseAreOneMessage() throws Exception {
        var program = Tool.orSkip(PACKAGE, PACKAGE);
        try (var receiver = WebhookReceiver.start();
                var http = HttpClient.newHttpClient()) {
            URI root = URI.create("http://127.0.0.1:" + FreePorts.next());
            var process = LocalProcess.start(plan(program, root, receiver.url()));
            try {
                process.awaitHealthy(() -> isReady(http, root), PATIENCE);
                post(
                        http,
                        root,
                        Stream.of(
                                alert("Watchdog", "none", Map.of()),
                                alert("ManyNumbersHeld", "critical", Map.of("reason", "meta_190")),
                                alert("QueueLong", "info", Map.of("phone_number_id", "1")),
                                alert("DeadLetters", "warning", Map.of("topic", "t"))));
                post(http, root, ofEachNumber("TokenRefused", Map.of()));
                post(http, root, ofEachNumber("NumberHeld", Map.of("reason", "meta_131042")));

                await().atMost(PATIENCE)
                        .until(() ->
                                names(receiver, "on-call").contains("NumberHeld")
                                        && !names(receiver, "watchdog").isEmpty()
                                        && !names(receiver, "owners").isEmpty()
                                        && !names(receiver, "team").isEmpty());
            } finally {
                process.close();
            }
            assertThat(names(receiver, "on-call"))
                    .containsOnly("ManyNumbersHeld", "NumberHeld")
                    .hasSizeLessThan(10);
            assertThat(names(receiver, "watchdog")).containsOnly("Watchdog");
            assertThat(names(receiver, "owners")).containsOnly("QueueLong");
            assertThat(names(receiver, "team")).containsOnly("DeadLetters");
            assertThat(messages(receiver, "on-call"))
                    .allSatisfy(message ->
                            assertThat(message.path("alerts").size()).isLessThanOrEqualTo(20));
        }
    }

    private ProcessPlan plan(Tool program, URI root, String receiver) throws IOException {
        Path file = folder.resolve("alertmanager.yaml");
        Files.writeString(
                file,
                Deploy.text(CONFIGURATION)
                        .replaceAll("http://[a-z-]+\\.invalid/alerts", receiver)
                        .replaceAll("group_wait: \\d+s", "group_wait: 2s"));
        return new ProcessPlan(
                "alertmanager",
                List.of(
                        program.program().toString(),
                        "--config.file=" + file,
                        "--storage.path=" + folder.resolve("data"),
                        "--cluster.listen-address=",
                        "--web.listen-address=" + root.getAuthority()),
                Map.of(),
                folder.resolve("alertmanager.log"));
    }

    private static Stream<Map<String, Object>> ofEachNumber(String name, Map<String, String> more) {
        return IntStream.range(0, NUMBERS)
                .mapToObj(number -> {
                    var labels = new java.util.HashMap<>(more);
                    labels.put("phone_number_id", String.valueOf(900_000 + number));
                    return alert(name, "critical", labels);
                });
    }

    private static Map<String, Object> alert(
            String name, String severity, Map<String, String> more) {
        var labels = new java.util.HashMap<>(more);
        labels.put("alertname", name);
        labels.put("severity", severity);
        return Map.of("labels", labels);
    }

    private static void post(HttpClient http, URI root, Stream<Map<String, Object>> alerts)
            throws Exception {
        var answer =
                http.send(
                        HttpRequest.newBuilder(root.resolve("/api/v2/alerts"))
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                JsonMapper.shared()
                                                        .writeValueAsString(alerts.toList())))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static boolean isReady(HttpClient http, URI root) {
        try {
            return http.send(
                                    HttpRequest.newBuilder(root.resolve("/-/ready")).build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Name of each message's alert, in the order of the messages. */
    private static List<String> names(WebhookReceiver receiver, String who) {
        return messages(receiver, who).stream()
                .map(message -> message.path("groupLabels").path("alertname").asString(""))
                .toList();
    }

    private static List<JsonNode> messages(WebhookReceiver receiver, String who) {
        return receiver.taken().stream()
                .map(taken -> JsonMapper.shared().readTree(taken.body()))
                .filter(message -> message.path("receiver").asString("").equals(who))
                .toList();
    }
}
