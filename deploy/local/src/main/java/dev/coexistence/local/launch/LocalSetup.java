package dev.coexistence.local.launch;

import dev.coexistence.local.BrokerSettings;
import dev.coexistence.local.LocalTopics;
import dev.coexistence.local.guard.BrokerGuard;
import java.nio.file.Path;
import java.util.HashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * One local system: where its programs are, where its data is, where it listens.
 *
 * @param root of the project
 * @param data of this system
 * @param ports of this system
 * @param secrets of this system
 * @param partitions of every topic, where topics are made
 * @param guard of the broker; null where it asks nobody
 * @param open whether everybody on this machine may do everything, without a log-in
 */
record LocalSetup(
        Path root,
        DataFolder data,
        PortAssignment ports,
        LocalSecrets secrets,
        int partitions,
        @Nullable BrokerGuard guard,
        boolean open) {

    /** The broker as this system runs it. */
    BrokerSettings brokerSettings() {
        int port = ports.number(SystemPort.KAFKA);
        int controllerPort = ports.number(SystemPort.KAFKA_CONTROLLER);
        var settings = new BrokerSettings(data.kafka(), port, controllerPort);
        return guard == null ? settings : settings.with(guard.brokerSettings(port, controllerPort));
    }

    /** Makes users, rights and topics at the running broker. */
    void prepareBroker() {
        var way = new HashMap<String, Object>();
        way.put(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                "127.0.0.1:" + ports.number(SystemPort.KAFKA));
        if (guard != null) {
            way.putAll(guard.brokerClient());
            try (Admin admin = Admin.create(way)) {
                guard.admit(admin);
            }
        }
        LocalTopics.create(way, partitions);
    }
}
