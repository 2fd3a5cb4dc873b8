package dev.coexistence.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.ingest.IngestProcess.Ports;
import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.Topics;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At least once, whoever dies: what was answered 200 comes out of the splitter. */
class InstancesIT {
    private static final LocalStack STACK = LocalStack.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SENDERS = 4;

    @TempDir Path logs;

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    @Test
    void loseNothingThatWasAnswered200WhenTheyAreKilledUnderLoad() throws Exception {
        List<Ports> ports = List.of(Ports.next(), Ports.next());
        LocalProcess first = instance(ports.get(0));
        LocalProcess second = instance(ports.get(1));
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            awaitReady(first, ports.get(0));
            awaitReady(second, ports.get(1));
            for (int i = 0; i < SENDERS; i++) {
                senders.execute(() -> send(ports));
            }

            awaitAccepted(300);
            first.kill();
            awaitAccepted(accepted.size() + 300);
            first = instance(ports.get(0));
            awaitReady(first, ports.get(0));
            second.kill();
            awaitAccepted(accepted.size() + 300);
            enough.set(true);
        } finally {
            enough.set(true);
        }

        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(split()).containsAll(accepted));
        } finally {
            first.close();
            second.close();
            http.close();
        }
    }

    private LocalProcess instance(Ports ports) {
        Path log = logs.resolve("ingest-" + ports.webhooks() + "-" + sent.get() + ".log");
        return IngestProcess.start(STACK, ports, "256m", log);
    }

    private void awaitReady(LocalProcess process, Ports ports) {
        process.awaitHealthy(
                () -> {
                    try {
                        return http.send(
                                                HttpRequest.newBuilder(
                                                                ports.uri(
                                                                        "/actuator/health/readiness"))
                                                        .build(),
                                                BodyHandlers.discarding())
                                        .statusCode()
                                == 200;
                    } catch (IOException _) {
                        return false;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                PATIENCE);
    }

    private void awaitAccepted(int count) {
        await().atMost(PATIENCE).until(() -> accepted.size() >= count);
    }

    /** Sends one webhook after another, to whichever instance takes it, as Meta's retries do. */
    private void send(List<Ports> ports) {
        while (!enough.get()) {
            int number = sent.incrementAndGet();
            String wamid = "wamid.INSTANCES" + number;
            byte[] body = Samples.bytes(Samples.textWebhook(wamid, "x"));
            if (post(ports.get(number % ports.size()), body)
                    || post(ports.get((number + 1) % ports.size()), body)) {
                accepted.add(wamid);
            }
        }
    }

    private boolean post(Ports instance, byte[] body) {
        var request =
                HttpRequest.newBuilder(instance.uri("/webhooks/whatsapp"))
                        .timeout(Duration.ofSeconds(10))
                        .header("X-Hub-Signature-256", Signed.header(body))
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> split() {
        return new TopicReader(STACK.bootstrapServers(), STACK.registryUrl())
                        .events(
                                Topics.INBOUND_MESSAGES,
                                event -> event.getWamid().startsWith("wamid.INSTANCES"))
                        .stream()
                        .map(event -> event.getWamid())
                        .collect(Collectors.toSet());
    }
}
