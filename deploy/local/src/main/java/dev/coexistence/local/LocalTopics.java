package dev.coexistence.local;

import dev.coexistence.schemas.topic.ClusterTopics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The topics of the catalogue on a single broker. */
public final class LocalTopics {
    private static final short ONE_COPY = 1;

    private LocalTopics() {}

    /**
     * Creates those that are missing, and returns once the broker leads them.
     *
     * @throws IllegalStateException where one is there with another number of partitions: partition
     *     p of every topic speaks of the same numbers
     */
    public static void create(String bootstrapServers, int partitions) {
        create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), partitions);
    }

    /**
     * The same at a broker that has to be reached in a certain way.
     *
     * @param way properties of an administrator's client, with the broker's address
     */
    public static void create(Map<String, Object> way, int partitions) {
        try (Admin admin = Admin.create(way)) {
            var topics = new ClusterTopics(admin, partitions, ONE_COPY, System::nanoTime);
            topics.establish();
            List<String> differences = topics.differences();
            if (!differences.isEmpty()) {
                throw new IllegalStateException(String.join("; ", differences));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The topics cannot be created", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating the topics", e);
        }
    }
}
