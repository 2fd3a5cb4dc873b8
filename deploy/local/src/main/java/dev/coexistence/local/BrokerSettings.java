package dev.coexistence.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * Folder and loopback ports of a broker.
 *
 * @param data folder of the log; formatted on first use
 * @param port for clients
 * @param controllerPort for the broker's own controller
 * @param more settings over those that every local broker has
 */
public record BrokerSettings(Path data, int port, int controllerPort, Map<String, String> more) {
    public BrokerSettings {
        more = Map.copyOf(more);
    }

    /** A broker where everything is allowed. */
    public BrokerSettings(Path data, int port, int controllerPort) {
        this(data, port, controllerPort, Map.of());
    }

    /** A broker that keeps its log there, on free ports. */
    public static BrokerSettings onFreePorts(Path data) {
        return new BrokerSettings(data, FreePorts.next(), FreePorts.next());
    }

    /** The same with access control lists; what none speaks of is allowed. */
    public BrokerSettings withAcls() {
        return with(
                Map.of(
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "allow.everyone.if.no.acl.found",
                        "true"));
    }

    /** The same with settings over those that it has. */
    public BrokerSettings with(Map<String, String> others) {
        return new BrokerSettings(data, port, controllerPort, others);
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    Properties toProperties() {
        var broker = new Properties();
        broker.setProperty("process.roles", "broker,controller");
        broker.setProperty("node.id", "1");
        broker.setProperty("log.dirs", data.toString());
        // A static voter: it survives a changed controller port.
        broker.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        broker.setProperty("controller.listener.names", "CONTROLLER");
        broker.setProperty(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        broker.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        broker.setProperty(
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        broker.setProperty("auto.create.topics.enable", "false");
        broker.setProperty("group.initial.rebalance.delay.ms", "0");
        // One broker holds everything; few internal partitions start quicker.
        broker.setProperty("offsets.topic.replication.factor", "1");
        broker.setProperty("offsets.topic.num.partitions", "4");
        broker.setProperty("transaction.state.log.replication.factor", "1");
        broker.setProperty("transaction.state.log.min.isr", "1");
        broker.setProperty("transaction.state.log.num.partitions", "4");
        broker.setProperty("share.coordinator.state.topic.replication.factor", "1");
        broker.setProperty("share.coordinator.state.topic.min.isr", "1");
        broker.setProperty("share.coordinator.state.topic.num.partitions", "4");
        // Dozens of partitions of a few records: neither 128 MiB for the cleaner nor 10 MiB
        // indexes.
        broker.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
        broker.setProperty("log.index.size.max.bytes", "1048576");
        broker.setProperty("num.network.threads", "2");
        broker.setProperty("num.io.threads", "4");
        broker.setProperty("replica.fetch.max.bytes", "8388608");
        broker.setProperty("socket.request.max.bytes", "33554432");
        broker.putAll(more);
        return broker;
    }
}
