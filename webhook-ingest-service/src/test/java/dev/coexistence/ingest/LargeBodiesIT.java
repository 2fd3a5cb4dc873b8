package dev.coexistence.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.Topics;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bodies of 3 MB, as many as the whole heap holds, into an instance with the heap that the launcher
 * gives. More of them: {@code -Dtest.args=-Dlarge.bodies=200}.
 */
class LargeBodiesIT {
    private static final LocalStack STACK = LocalStack.shared();
    private static final int BODIES = Integer.getInteger("large.bodies", 40);
    private static final int AT_ONCE = 8;
    private static final int ITEMS = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir Path logs;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final IngestProcess.Ports ports = IngestProcess.Ports.next();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void areTakenAndSplitWithASmallHeap() throws Exception {
        Path log = logs.resolve("ingest.log");
        try (var instance = IngestProcess.start(STACK, ports, "128m", log);
                var senders = Executors.newFixedThreadPool(AT_ONCE)) {
            instance.awaitHealthy(() -> get("/actuator/health/readiness") != null, PATIENCE);

            var sent =
                    IntStream.range(0, BODIES)
                            .mapToObj(i -> senders.submit(() -> sendUntilTaken(body(i))))
                            .toList();
            for (var one : sent) {
                one.get();
            }

            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(lag()).isZero());
            assertThat(instance.isAlive())
                    .as("%d bodies of 3 MB taken, after %s refusals", BODIES, refused)
                    .isTrue();
            assertThat(get("/actuator/prometheus"))
                    .contains("whatsapp_ingest_in_flight_bytes 0.0")
                    .doesNotContain("whatsapp_ingest_split_items_total 0.0");
            assertThat(Files.readString(log)).doesNotContain("OutOfMemoryError");
        } finally {
            http.close();
        }
    }

    /** Of a number of its own, so that the bodies spread over the partitions. */
    private static byte[] body(int number) {
        String filler = "z".repeat(2_900);
        String messages =
                IntStream.range(0, ITEMS)
                        .mapToObj(i -> Samples.text("wamid.HEAVY" + number + "-" + i, filler))
                        .collect(Collectors.joining(","));
        return Samples.bytes(
                Samples.webhook(
                                "history",
                                Samples.value(
                                        "\"history\":[{\"metadata\":{\"phase\":2,\"chunk_order\":1,\"progress\":50},"
                                                + "\"threads\":[{\"id\":\"15550100999\",\"messages\":["
                                                + messages
                                                + "]}]}]"))
                        .replace(Samples.NUMBER, "9000000000009" + (10 + number % 80)));
    }

    /** Again and again, as Meta does. */
    private void sendUntilTaken(byte[] body) {
        var request =
                HttpRequest.newBuilder(ports.uri("/webhooks/whatsapp"))
                        .timeout(Duration.ofSeconds(60))
                        .header("X-Hub-Signature-256", Signed.header(body))
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    int status = http.send(request, BodyHandlers.discarding()).statusCode();
                    if (status != 200) {
                        assertThat(status).isEqualTo(503);
                        refused.incrementAndGet();
                    }
                    return status == 200;
                });
    }

    /** Raw records that the splitter has not done with. */
    private static long lag() throws Exception {
        try (Admin admin =
                Admin.create(
                        Map.of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                STACK.bootstrapServers()))) {
            var done =
                    admin.listConsumerGroupOffsets("webhook-ingest-service")
                            .partitionsToOffsetAndMetadata()
                            .get();
            var ends =
                    admin.listOffsets(
                                    IntStream.range(0, LocalStack.PARTITIONS)
                                            .mapToObj(p ->
                                                    new TopicPartition(Topics.WEBHOOKS.name(), p))
                                            .collect(
                                                    Collectors.toMap(
                                                            at -> at, _ -> OffsetSpec.latest())))
                            .all()
                            .get();
            return ends.entrySet().stream()
                    .mapToLong(end -> {
                        var committed = done.get(end.getKey());
                        return end.getValue().offset()
                                - (committed == null ? 0 : committed.offset());
                    })
                    .sum();
        }
    }

    private @Nullable String get(String path) {
        try {
            var answer =
                    http.send(
                            HttpRequest.newBuilder(ports.uri(path)).build(),
                            BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : null;
        } catch (IOException _) {
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
