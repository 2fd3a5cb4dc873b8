package dev.coexistence.local;

import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of the catalogue on a single broker. */
public final class LocalTopics {
    private static final short ONE_COPY = 1;

    private LocalTopics() {}

    /**
     * Creates those that are missing.
     *
     * @throws IllegalStateException where one is there with another number of partitions: partition
     *     p of every topic speaks of the same numbers
     */
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
            for (var topic :
                    admin.describeTopics(listExisting(existing)).allTopicNames().get().values()) {
                int found = topic.partitions().size();
                if (found != partitions) {
                    throw new IllegalStateException(
                            "Topic %s has %d partitions where %d were asked for; all topics must have the same number"
                                    .formatted(topic.name(), found, partitions));
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The topics cannot be created", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating the topics", e);
        }
    }

    private static List<String> listExisting(Set<String> names) {
        return Topics.ALL.stream().map(Topic::name).filter(names::contains).toList();
    }
}
