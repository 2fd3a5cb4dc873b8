package dev.coexistence.schemas.topic;

import dev.coexistence.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic as it stands on a cluster.
 *
 * @param copies of the partition that has the fewest
 * @param settings all that are in force, the cluster's own too
 */
public record TopicState(String name, int partitions, int copies, Map<String, String> settings) {
    /** Settings of which a larger value keeps the promise too; -1 is without end. */
    private static final List<String> AT_LEAST =
            List.of("retention.ms", "min.insync.replicas", "max.message.bytes");

    private static final String BYTES_KEPT = "retention.bytes";
    private static final String WITHOUT_END = "-1";

    /**
     * Settings that have to be changed to those of the catalogue. A longer retention, a larger
     * record and more copies in sync are left as they are.
     *
     * @param wanted copies that were asked for
     */
    public Map<String, String> settingsToChange(Topic<?> topic, int wanted) {
        var changes = new TreeMap<String, String>();
        topic.settings(wanted)
                .forEach((setting, value) -> {
                    if (!keeps(setting, settings.getOrDefault(setting, ""), value)) {
                        changes.put(setting, value);
                    }
                });
        if (!topic.isCompacted()
                && !settings.getOrDefault(BYTES_KEPT, WITHOUT_END).equals(WITHOUT_END)) {
            changes.put(BYTES_KEPT, WITHOUT_END);
        }
        return changes;
    }

    /** Differences to the catalogue and to what was asked for, each a sentence. */
    public List<String> differences(Topic<?> topic, int wantedPartitions, int wantedCopies) {
        var differences = new ArrayList<String>();
        if (partitions != wantedPartitions) {
            differences.add(
                    "Topic %s has %d partitions where %d were asked for; all topics must have the same number"
                            .formatted(name, partitions, wantedPartitions));
        }
        differences.addAll(weaknesses(topic, wantedCopies));
        return differences;
    }

    /** Differences by which records could be lost that were acknowledged, each a sentence. */
    public List<String> weaknesses(Topic<?> topic, int wantedCopies) {
        var weaknesses = new ArrayList<String>();
        if (copies < wantedCopies) {
            weaknesses.add(
                    "Topic %s has %d copies where %d were asked for (kafka-reassign-partitions.sh adds them)"
                            .formatted(name, copies, wantedCopies));
        }
        settingsToChange(topic, wantedCopies)
                .forEach((setting, value) ->
                        weaknesses.add(
                                "Topic %s has %s=%s where the catalogue says %s"
                                        .formatted(
                                                name,
                                                setting,
                                                settings.getOrDefault(setting, "nothing"),
                                                value)));
        return weaknesses;
    }

    private static boolean keeps(String setting, String found, String wanted) {
        if (found.equals(wanted)) {
            return true;
        }
        if (!AT_LEAST.contains(setting)) {
            return false;
        }
        try {
            long there = Long.parseLong(found);
            return there == -1 || there >= Long.parseLong(wanted);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
