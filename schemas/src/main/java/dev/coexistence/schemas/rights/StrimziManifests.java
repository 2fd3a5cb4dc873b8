package dev.coexistence.schemas.rights;

import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Topics and users as Strimzi's operators take them: one YAML document each. */
final class StrimziManifests {
    private static final String API = "apiVersion: kafka.strimzi.io/v1";

    private StrimziManifests() {}

    /**
     * @param words name of the Kafka cluster, partitions and copies, each of which may be missing
     */
    static List<String> of(List<String> words) {
        String cluster = words.isEmpty() ? "kafka" : words.getFirst();
        int partitions = number(words, 1, Topics.DEFAULT_PARTITIONS);
        int replicas = number(words, 2, 3);
        var lines = new ArrayList<String>();
        for (Topic<?> topic : Topics.ALL) {
            lines.addAll(topic(topic, cluster, partitions, replicas));
        }
        for (Participant one : Participants.ALL) {
            lines.addAll(user(one, cluster));
        }
        return lines;
    }

    private static int number(List<String> words, int place, int usual) {
        try {
            return words.size() > place ? Integer.parseInt(words.get(place)) : usual;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(words.get(place) + " is no number", e);
        }
    }

    private static List<String> topic(
            Topic<?> topic, String cluster, int partitions, int replicas) {
        var lines = head("KafkaTopic", topic.name(), cluster);
        lines.add("  partitions: " + partitions);
        lines.add("  replicas: " + replicas);
        lines.add("  config:");
        new TreeMap<>(topic.settings(replicas))
                .forEach((name, value) -> lines.add("    " + name + ": " + quoted(value)));
        return lines;
    }

    private static List<String> user(Participant one, String cluster) {
        var lines = head("KafkaUser", one.name(), cluster);
        lines.add("  authentication:");
        lines.add("    type: scram-sha-512");
        lines.add("  authorization:");
        lines.add("    type: simple");
        lines.add("    acls:");
        RightsCommands.resources(one)
                .forEach((resource, operations) -> {
                    lines.add("      - resource:");
                    lines.add(
                            "          type: "
                                    + resource.resource().name().toLowerCase(Locale.ROOT));
                    lines.add("          name: " + quoted(resource.name()));
                    lines.add(
                            "          patternType: "
                                    + (switch (resource.pattern()) {
                                        case PREFIXED -> "prefix";
                                        default -> "literal";
                                    }));
                    lines.add(
                            "        operations: ["
                                    + operations.stream()
                                            .map(RightsCommands::word)
                                            .collect(Collectors.joining(", "))
                                    + "]");
                });
        return lines;
    }

    private static List<String> head(String kind, String name, String cluster) {
        return new ArrayList<>(
                List.of(
                        "---",
                        API,
                        "kind: " + kind,
                        "metadata:",
                        "  name: " + name,
                        "  labels:",
                        "    strimzi.io/cluster: " + cluster,
                        "spec:"));
    }

    private static String quoted(String value) {
        return value.chars().allMatch(Character::isDigit) ? value : "\"" + value + "\"";
    }
}
