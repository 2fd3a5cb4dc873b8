package dev.coexistence.schemas.topic;

import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The catalogue's topics on a cluster: makes them, sets them, compares them. */
public final class ClusterTopics {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Admin admin;
    private final int partitions;
    private final short copies;
    private final LongSupplier ticker;

    /**
     * @param partitions of every topic
     * @param copies of every partition
     * @param ticker nanoseconds that only go on
     */
    public ClusterTopics(Admin admin, int partitions, short copies, LongSupplier ticker) {
        this.admin = admin;
        this.partitions = partitions;
        this.copies = copies;
        this.ticker = ticker;
    }

    /**
     * Makes every topic that is missing, waits until brokers know them and their leaders, and sets
     * what differs from the catalogue and can be set.
     *
     * @return names of those that were made
     * @throws ExecutionException with what the brokers say
     * @throws IllegalStateException where they do not know the topics within 30 seconds
     */
    public List<String> establish() throws InterruptedException, ExecutionException {
        var made = new ArrayList<String>();
        for (Topic<?> topic : Topics.ALL) {
            if (create(topic)) {
                made.add(topic.name());
            }
        }
        awaitLeaders();
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        states().forEach((topic, state) -> {
            Collection<AlterConfigOp> ofTopic =
                    state.settingsToChange(topic, copies).entrySet().stream()
                            .map(change ->
                                    new AlterConfigOp(
                                            new ConfigEntry(change.getKey(), change.getValue()),
                                            AlterConfigOp.OpType.SET))
                            .toList();
            if (!ofTopic.isEmpty()) {
                changes.put(resource(topic.name()), ofTopic);
            }
        });
        if (!changes.isEmpty()) {
            admin.incrementalAlterConfigs(changes).all().get();
        }
        return made;
    }

    private boolean create(Topic<?> topic) throws InterruptedException, ExecutionException {
        try {
            admin.createTopics(List.of(topic.toNewTopic(partitions, copies))).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    /** An acknowledged creation is known to the controller alone at first. */
    private void awaitLeaders() throws InterruptedException, ExecutionException {
        long until = ticker.getAsLong() + PATIENCE.toNanos();
        Set<String> unknown = withoutLeader();
        while (!unknown.isEmpty()) {
            if (ticker.getAsLong() - until > 0) {
                throw new IllegalStateException("The brokers do not know yet: " + unknown);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("Waiting for the brokers to know the topics");
            }
            unknown = withoutLeader();
        }
    }

    private Set<String> withoutLeader() throws InterruptedException, ExecutionException {
        Map<String, TopicDescription> known = describe();
        var unknown = new HashSet<String>();
        for (Topic<?> topic : Topics.ALL) {
            TopicDescription description = known.get(topic.name());
            if (description == null
                    || description.partitions().stream()
                            .anyMatch(one -> one.leader() == null || one.leader().isEmpty())) {
                unknown.add(topic.name());
            }
        }
        return unknown;
    }

    /**
     * Differences to the catalogue and to what was asked for, each a sentence that names the topic.
     *
     * @throws ExecutionException with what the brokers say
     */
    public List<String> differences() throws InterruptedException, ExecutionException {
        Map<Topic<?>, TopicState> states = states();
        var differences = new ArrayList<String>();
        for (Topic<?> topic : Topics.ALL) {
            TopicState state = states.get(topic);
            if (state == null) {
                differences.add("Topic " + topic.name() + " is missing");
            } else {
                differences.addAll(state.differences(topic, partitions, copies));
            }
        }
        return differences;
    }

    private Map<Topic<?>, TopicState> states() throws InterruptedException, ExecutionException {
        var states = new HashMap<Topic<?>, TopicState>();
        Map<String, TopicDescription> known = describe();
        var configs =
                admin.describeConfigs(known.keySet().stream().map(ClusterTopics::resource).toList())
                        .all()
                        .get();
        for (Topic<?> topic : Topics.ALL) {
            TopicDescription description = known.get(topic.name());
            Config settings = configs.get(resource(topic.name()));
            if (description != null && settings != null) {
                states.put(topic, state(description, settings.entries()));
            }
        }
        return states;
    }

    /** A topic as brokers describe it, with the settings that are in force. */
    public static TopicState state(TopicDescription description, Collection<ConfigEntry> settings) {
        var values = new HashMap<String, String>();
        settings.stream()
                .filter(entry -> entry.value() != null)
                .forEach(entry -> values.put(entry.name(), entry.value()));
        int fewest =
                description.partitions().stream()
                        .mapToInt(one -> one.replicas().size())
                        .min()
                        .orElse(0);
        return new TopicState(description.name(), description.partitions().size(), fewest, values);
    }

    private Map<String, TopicDescription> describe()
            throws InterruptedException, ExecutionException {
        var known = new HashMap<String, TopicDescription>();
        var asked = admin.describeTopics(Topics.ALL.stream().map(Topic::name).toList());
        for (var one : asked.topicNameValues().entrySet()) {
            try {
                known.put(one.getKey(), one.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return known;
    }

    /** Name under which a topic's settings are asked for. */
    public static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
