package dev.coexistence.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * KafkaJS as it is installed reads what the producers here write: raw webhooks, events, and
 * whatever else goes through the one publisher that all services share. Skipped where Node.js is
 * missing or its package cannot be installed.
 */
class KafkaJsIT {
    private static final LocalStack STACK = LocalStack.shared();
    private static final String SHARED = "kafkajs.shared-publisher";

    @TempDir private Path folder = Path.of("");

    @Test
    void readsEveryTopicWithoutAnotherCodec() throws Exception {
        install();
        var ingest = RunningIngest.shared();
        for (int i = 0; i < 20; i++) {
            assertThat(
                            ingest.postSigned(Samples.textWebhook("wamid.KAFKAJS" + i, "hello"))
                                    .statusCode())
                    .isEqualTo(200);
        }
        assertThat(ingest.postSigned("this is no JSON").statusCode()).isEqualTo(200);
        publish(ingest.bean(EventPublisher.class));

        String said =
                run(
                        List.of(
                                "node",
                                "read.js",
                                STACK.bootstrapServers(),
                                Topics.WEBHOOKS.name(),
                                Topics.INBOUND_MESSAGES.name(),
                                Topics.DEAD_LETTERS.name(),
                                SHARED),
                        60);

        assertThat(said)
                .contains(
                        Topics.WEBHOOKS.name() + ": ",
                        Topics.INBOUND_MESSAGES.name() + ": ",
                        Topics.DEAD_LETTERS.name() + ": ",
                        SHARED + ": ")
                .doesNotContain("stopped", "not implemented");
    }

    /** Several in one batch, and long enough that it is worth a codec. */
    private static void publish(EventPublisher publisher) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", STACK.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(SHARED, 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        byte[] value = "the same again and again ".repeat(100).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20; i++) {
            publisher.send(new ProducerRecord<>(SHARED, "key", value)).get(30, TimeUnit.SECONDS);
        }
    }

    private void install() throws Exception {
        for (String file : List.of("package.json", "package-lock.json", "read.js")) {
            Files.copy(Path.of("src/test/kafkajs", file), folder.resolve(file));
        }
        String said;
        try {
            said = run(List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"), 120);
        } catch (IOException e) {
            said = "Node.js or npm is missing: " + e.getMessage();
        }
        assumeThat(folder.resolve("node_modules/kafkajs"))
                .as("KafkaJS could not be installed, so nothing was read with it: %s", said)
                .isDirectory();
    }

    private String run(List<String> command, int seconds) throws Exception {
        Path log = folder.resolve("log-" + command.getFirst());
        var process =
                new ProcessBuilder(new ArrayList<>(command))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(log);
    }
}
