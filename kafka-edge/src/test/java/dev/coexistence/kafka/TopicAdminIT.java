package dev.coexistence.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.local.BrokerSettings;
import dev.coexistence.local.InProcessBroker;
import dev.coexistence.local.guard.BrokerGuard;
import dev.coexistence.schemas.rights.Participants;
import dev.coexistence.schemas.topic.ClusterTopics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program at a real broker, with the rights of its user and no others. */
class TopicAdminIT {
    private static Path folder;
    private static InProcessBroker broker;
    private static BrokerGuard guard;
    private static Admin admin;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void start(@TempDir Path here) {
        folder = here;
        guard = BrokerGuard.keep(folder.resolve("guard"), folder.resolve("rights"));
        var plain = BrokerSettings.onFreePorts(folder.resolve("kafka"));
        broker =
                new InProcessBroker(
                        plain.with(guard.brokerSettings(plain.port(), plain.controllerPort())));
        broker.start();
        var way = new HashMap<String, Object>(guard.brokerClient());
        way.put("bootstrap.servers", broker.bootstrapServers());
        admin = Admin.create(way);
        guard.admit(admin);
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.stop();
    }

    @Test
    void topicsAreMadeAndEachDifferenceIsNamed() throws Exception {
        assertThat(run("--check", broker.bootstrapServers(), "2", "1")).isEqualTo(1);
        assertThat(lines()).contains("Topic whatsapp.webhooks is missing");

        assertThat(run(broker.bootstrapServers(), "2", "1")).isZero();
        assertThat(run("--check", broker.bootstrapServers(), "2", "1")).isZero();

        set("whatsapp.webhooks", "retention.ms", "60000");
        assertThat(run("--check", broker.bootstrapServers(), "2", "1")).isEqualTo(1);
        assertThat(lines())
                .containsExactly(
                        "Topic whatsapp.webhooks has retention.ms=60000 where the catalogue says"
                                + " 2592000000");

        assertThat(run(broker.bootstrapServers(), "2", "1")).isZero();
        assertThat(run(broker.bootstrapServers(), "3", "1")).isEqualTo(1);
        assertThat(lines())
                .contains(
                        "Topic whatsapp.webhooks has 2 partitions where 3 were asked for; all topics"
                                + " must have the same number");
    }

    @Test
    void aWrongSettingIsOneLine() throws Exception {
        var wrong = new HashMap<>(guard.environment(Participants.TOPIC_ADMIN));
        wrong.put("KAFKA_CLIENT_SSL_TRUSTSTORE_LOCATION", "/does/not/exist.pem");

        assertThat(run(wrong, broker.bootstrapServers())).isEqualTo(2);
        assertThat(lines()).singleElement().asString().contains("/does/not/exist.pem");
    }

    private int run(String... words) throws InterruptedException {
        return run(guard.environment(Participants.TOPIC_ADMIN), words);
    }

    private int run(Map<String, String> environment, String... words) throws InterruptedException {
        printed.reset();
        return TopicAdmin.run(
                List.of(words),
                environment,
                new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static void set(String topic, String setting, String value) throws Exception {
        var change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(ClusterTopics.resource(topic), List.of(change)))
                .all()
                .get();
    }
}
