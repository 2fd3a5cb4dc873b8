package dev.coexistence.ingest.raw;

import static org.awaitility.Awaitility.await;

import dev.coexistence.ingest.RunningIngest;
import dev.coexistence.local.BrokerSettings;
import dev.coexistence.local.InProcessBroker;
import dev.coexistence.local.LocalStack;
import dev.coexistence.local.LocalTopics;
import dev.coexistence.schemas.topic.ClusterTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running service at a real broker whose raw topic is changed by hand. */
class RawTopicIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aTopicThatCanLoseWebhooksIsNotReady(@TempDir Path folder) throws Exception {
        try (var broker = new InProcessBroker(BrokerSettings.onFreePorts(folder))) {
            broker.start();
            LocalTopics.create(broker.bootstrapServers(), LocalStack.PARTITIONS);
            try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                    var service =
                            RunningIngest.start(
                                    LocalStack.shared(),
                                    "--kafka.bootstrap-servers=" + broker.bootstrapServers())) {
                service.awaitReady();

                set(admin, "retention.ms", "3600000");
                awaitReadiness(service, 503);
                set(admin, "retention.ms", "2592000000");
                awaitReadiness(service, 200);
            }
        }
    }

    private static void awaitReadiness(RunningIngest service, int status) {
        await().atMost(PATIENCE)
                .until(() -> service.get("/actuator/health/readiness").statusCode() == status);
    }

    private static void set(Admin admin, String setting, String value) throws Exception {
        var change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(
                        Map.of(ClusterTopics.resource("whatsapp.webhooks"), List.of(change)))
                .all()
                .get();
    }
}
