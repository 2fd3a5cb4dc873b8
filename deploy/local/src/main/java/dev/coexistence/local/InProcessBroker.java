package dev.coexistence.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The broker inside this JVM: a test's start and stop of it take less than a second. */
public final class InProcessBroker implements LocalBroker {
    private final BrokerSettings settings;
    private @Nullable BrokerServer server;

    public InProcessBroker(BrokerSettings settings) {
        this.settings = settings;
    }

    @Override
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    @Override
    public synchronized void start() {
        if (server == null) {
            quiet();
            server = BrokerServer.start(settings);
        }
    }

    @Override
    public synchronized void stop() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    /** A test's log is about the test: of the broker, only what went wrong. */
    private static void quiet() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers) {
            for (String name : List.of("kafka", "org.apache.kafka", "state.change.logger")) {
                loggers.getLogger(name).setLevel(Level.WARN);
            }
        }
    }
}
