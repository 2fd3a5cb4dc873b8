package dev.coexistence.schemas;

import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * Topic with the type of its records.
 *
 * @param name name on the broker
 * @param event class of the values; null where values are bytes that no schema describes
 * @param retention time that records are kept; null for a compacted topic, whose newest record of a
 *     key stays for ever
 * @param maxMessageBytes largest record batch that the topic takes
 */
public record Topic<T extends SpecificRecord>(
        String name, @Nullable Class<T> event, @Nullable Duration retention, int maxMessageBytes) {

    /** The subject under which the registry keeps the value's schemas. */
    public String subject() {
        return name + "-value";
    }

    /** The schema that this version of the code writes and reads by. */
    public Schema schema() {
        if (event == null) {
            throw new IllegalStateException("Values of " + name + " are bytes without a schema");
        }
        return SpecificData.get().getSchema(event);
    }

    public boolean isCompacted() {
        return retention == null;
    }

    /** The topic as an administrator creates it. */
    public NewTopic toNewTopic(int partitions, short replicationFactor) {
        Map<String, String> cleanup =
                retention == null
                        ? Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "0")
                        : Map.of(
                                "cleanup.policy",
                                "delete",
                                "retention.ms",
                                String.valueOf(retention.toMillis()));
        var configs = new java.util.HashMap<>(cleanup);
        configs.put("max.message.bytes", String.valueOf(maxMessageBytes));
        return new NewTopic(name, partitions, replicationFactor).configs(configs);
    }
}
