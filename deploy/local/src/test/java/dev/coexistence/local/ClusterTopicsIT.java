package dev.coexistence.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.topic.ClusterTopics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTopicsIT {

    @Test
    void topicsAreMadeSetAndCompared(@TempDir Path folder) throws Exception {
        try (var broker = new InProcessBroker(BrokerSettings.onFreePorts(folder))) {
            broker.start();
            try (Admin admin =
                    Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                var topics = new ClusterTopics(admin, 2, (short) 1, System::nanoTime);
                assertThat(topics.differences()).hasSameSizeAs(Topics.ALL);

                assertThat(topics.establish()).hasSameSizeAs(Topics.ALL);
                assertThat(topics.differences()).isEmpty();
                assertThat(topics.establish()).isEmpty();

                set(admin, "whatsapp.webhooks", "retention.ms", "60000");
                set(admin, "whatsapp.audit", "retention.ms", "-1");
                set(admin, "whatsapp.connections", "cleanup.policy", "delete");
                assertThat(topics.differences())
                        .satisfiesExactlyInAnyOrder(
                                one ->
                                        assertThat(one)
                                                .contains(
                                                        "whatsapp.webhooks", "retention.ms=60000"),
                                one ->
                                        assertThat(one)
                                                .contains(
                                                        "whatsapp.connections",
                                                        "cleanup.policy=delete"));

                topics.establish();
                assertThat(topics.differences()).isEmpty();
                var three = new ClusterTopics(admin, 2, (short) 3, System::nanoTime);
                assertThat(three.differences())
                        .anyMatch(one -> one.contains("has 1 copies where 3"))
                        .anyMatch(one -> one.contains("min.insync.replicas=1"));
            }
        }
    }

    private static void set(Admin admin, String topic, String setting, String value)
            throws Exception {
        admin.incrementalAlterConfigs(
                        Map.of(
                                ClusterTopics.resource(topic),
                                List.of(
                                        new AlterConfigOp(
                                                new ConfigEntry(setting, value),
                                                AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }
}
