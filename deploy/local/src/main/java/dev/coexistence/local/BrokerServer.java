package dev.coexistence.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Kafka's own server, broker and controller in one, started from its published classes. Formatter
 * and KafkaRaftServer are internal to Kafka: LocalStackIT holds them to format, start, restart.
 */
final class BrokerServer {
    private final KafkaRaftServer server;

    private BrokerServer(KafkaRaftServer server) {
        this.server = server;
    }

    /** Formats the folder if it is new, starts, and returns once the broker takes requests. */
    static BrokerServer start(BrokerSettings settings) {
        try {
            Files.createDirectories(settings.data());
            if (!Files.exists(settings.data().resolve("meta.properties"))) {
                format(settings);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The broker's folder cannot be written", e);
        }
        var server =
                new KafkaRaftServer(
                        KafkaConfig.fromProps(settings.toProperties(), false), Time.SYSTEM);
        server.startup();
        return new BrokerServer(server);
    }

    void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    void awaitStop() {
        server.awaitShutdown();
    }

    private static void format(BrokerSettings settings) {
        String folder = settings.data().toString();
        var formatter =
                new Formatter()
                        .setPrintStream(
                                new PrintStream(
                                        PrintStream.nullOutputStream(),
                                        false,
                                        StandardCharsets.UTF_8))
                        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                        .setNodeId(1)
                        .setClusterId(Uuid.randomUuid().toString())
                        .addDirectory(folder)
                        .setMetadataLogDirectory(folder)
                        .setControllerListenerName("CONTROLLER")
                        .setReleaseVersion(MetadataVersion.latestProduction());
        try {
            formatter.run();
        } catch (Exception e) {
            throw new IllegalStateException("The broker's folder cannot be formatted", e);
        }
    }
}
