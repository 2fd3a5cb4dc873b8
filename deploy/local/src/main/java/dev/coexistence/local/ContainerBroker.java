package dev.coexistence.local;

import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The broker in a container, used only where it was asked for by name (the build's profile {@code
 * containers}). A stop and a start keep the container, hence the data, and its port.
 */
public final class ContainerBroker implements LocalBroker {
    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.2.1");

    private final FixedPort container;
    private boolean created;
    private boolean running;

    public ContainerBroker() {
        container = new FixedPort(FreePorts.next());
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + container.port;
    }

    @Override
    public synchronized void start() {
        if (!created) {
            container.start();
            created = true;
        } else if (!running) {
            container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
        }
        running = true;
    }

    @Override
    public synchronized void stop() {
        if (running) {
            container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
            running = false;
        }
    }

    @Override
    public synchronized void close() {
        running = false;
        container.stop();
    }

    /** Docker gives a restarted container another random port, so this one is not random. */
    private static final class FixedPort extends KafkaContainer {
        private static final int INSIDE = 9092;
        private final int port;

        FixedPort(int port) {
            super(IMAGE);
            this.port = port;
            addFixedExposedPort(port, INSIDE);
            withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        }
    }
}
