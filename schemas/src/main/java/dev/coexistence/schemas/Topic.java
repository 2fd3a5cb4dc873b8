package dev.coexistence.schemas;

import java.time.Duration;
import java.util.HashMap;
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
    /** One may be away without anybody having to wait. */
    private static final int ENOUGH_COPIES = 3;

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

    /**
     * Settings that the promises of this system rest on.
     *
     * @param copies of each partition: from three on, two have to be in sync for a record to be
     *     acknowledged
     */
    public Map<String, String> settings(int copies) {
        var settings = new HashMap<String, String>();
        if (retention == null) {
            settings.put("cleanup.policy", "compact");
            settings.put("min.compaction.lag.ms", "0");
        } else {
            settings.put("cleanup.policy", "delete");
            settings.put("retention.ms", String.valueOf(retention.toMillis()));
        }
        settings.put("max.message.bytes", String.valueOf(maxMessageBytes));
        settings.put("min.insync.replicas", copies >= ENOUGH_COPIES ? "2" : "1");
        settings.put("unclean.leader.election.enable", "false");
        return settings;
    }

    /** The topic as an administrator creates it. */
    public NewTopic toNewTopic(int partitions, short copies) {
        return new NewTopic(name, partitions, copies).configs(settings(copies));
    }
}
