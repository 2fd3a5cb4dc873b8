package dev.coexistence.kafka;

import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics of the catalogue. Runs alone too: {@code java … TopicAdmin BOOTSTRAP
 * [PARTITIONS [REPLICAS]]}.
 */
public final class TopicAdmin {
    private static final Logger log = LoggerFactory.getLogger(TopicAdmin.class);

    private TopicAdmin() {}

    /**
     * Creates every topic that is missing.
     *
     * @throws IllegalStateException where one stands already with another number of partitions:
     *     partition p of every topic must speak of the same numbers, and Kafka cannot move keys
     */
    public static void ensure(String bootstrapServers, int partitions, short replicas)
            throws InterruptedException {
        try (Admin admin =
                Admin.create(
                        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            for (Topic<?> topic : Topics.ALL) {
                create(admin, topic, partitions, replicas);
            }
            var names = Topics.ALL.stream().map(Topic::name).toList();
            for (var description : admin.describeTopics(names).allTopicNames().get().values()) {
                int found = description.partitions().size();
                if (found != partitions) {
                    throw new IllegalStateException(
                            "Topic "
                                    + description.name()
                                    + " has "
                                    + found
                                    + " partitions where "
                                    + partitions
                                    + " were asked for; all topics must have the same number");
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The topics could not be created at " + bootstrapServers, e.getCause());
        }
    }

    private static void create(Admin admin, Topic<?> topic, int partitions, short replicas)
            throws InterruptedException, ExecutionException {
        try {
            admin.createTopics(java.util.List.of(topic.toNewTopic(partitions, replicas)))
                    .all()
                    .get();
            log.atInfo()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("partitions", partitions)
                    .log("Topic created");
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    public static void main(String[] args) throws InterruptedException {
        if (args.length < 1 || args.length > 3) {
            throw new IllegalArgumentException(
                    "Give the bootstrap servers, then perhaps partitions and replicas");
        }
        int partitions = args.length > 1 ? Integer.parseInt(args[1]) : Topics.DEFAULT_PARTITIONS;
        short replicas = args.length > 2 ? Short.parseShort(args[2]) : 3;
        ensure(args[0], partitions, replicas);
    }
}
