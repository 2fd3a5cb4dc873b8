package dev.coexistence.kafka.follow;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.kafka.core.ConsumerFactory;

/** Compacted topics of the catalogue, for whoever holds one in memory. */
public final class CompactedTopics {
    private static final String LONGEST_FETCH_MILLIS = "100";

    private final ConsumerFactory<String, byte[]> consumers;
    private final Supplier<Map<String, Object>> administrator;
    private final EventSerde serde;
    private final Function<String, FollowerProgress> progress;
    private final MeterRegistry meters;

    /**
     * @param administrator properties of an administrator's client, with the brokers
     * @param progress of a follower by its name
     */
    public CompactedTopics(
            ConsumerFactory<String, byte[]> consumers,
            Supplier<Map<String, Object>> administrator,
            EventSerde serde,
            Function<String, FollowerProgress> progress,
            MeterRegistry meters) {
        this.consumers = consumers;
        this.administrator = administrator;
        this.serde = serde;
        this.progress = progress;
        this.meters = meters;
    }

    /**
     * A follower that has to be started.
     *
     * @param name of the follower, in meters, health, thread and client id
     * @param entries memory that is kept like the topic
     * @throws IllegalArgumentException where the topic is not compacted
     */
    public <V extends SpecificRecord> CompactedTopicFollower<V> follow(
            Topic<V> topic, String name, FollowedEntries<V> entries) {
        if (!topic.isCompacted()) {
            throw new IllegalArgumentException(
                    topic.name() + " is not compacted: its beginning is no whole");
        }
        var quick = new Properties();
        quick.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, LONGEST_FETCH_MILLIS);
        // A place that is gone means another topic or lost records: all is read again.
        quick.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        var reader =
                new FollowedTopic(
                        () -> consumers.createConsumer(null, null, name, quick),
                        () -> Admin.create(administrator.get()),
                        topic.name());
        return new CompactedTopicFollower<>(
                reader,
                name,
                record -> serde.read(topic, record),
                entries,
                progress.apply(name),
                meters);
    }
}
