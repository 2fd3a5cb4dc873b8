package dev.coexistence.local;

import dev.coexistence.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of the catalogue on a single broker. */
public final class LocalTopics {
    private static final short ONE_COPY = 1;

    private LocalTopics() {}

    /** Creates those that are missing; leaves the others as they are. */
    public static void create(String bootstrapServers, int partitions) {
        Map<String, Object> settings =
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (Admin admin = Admin.create(settings)) {
            var existing = admin.listTopics().names().get();
            List<NewTopic> missing =
                    Topics.ALL.stream()
                            .filter(topic -> !existing.contains(topic.name()))
                            .map(topic -> topic.toNewTopic(partitions, ONE_COPY))
                            .toList();
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The topics cannot be created", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating the topics", e);
        }
    }
}
