package dev.coexistence.schemas.rights;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;

/**
 * Rights and topics as text: {@code acls} prints commands for {@code kafka-acls.sh}, {@code
 * strimzi} manifests of {@code KafkaTopic} and {@code KafkaUser}.
 */
public final class RightsCommands {
    private static final String USAGE =
            "Give acls [NAME=PRINCIPAL …], or strimzi [CLUSTER [PARTITIONS [REPLICAS]]]";

    private RightsCommands() {}

    public static void main(String[] words) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            print(List.of(words)).forEach(out::println);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            System.exit(2);
        }
    }

    /**
     * Lines of an order.
     *
     * @throws IllegalArgumentException for words that are no order; the message says what is
     */
    public static List<String> print(List<String> words) {
        return switch (words.isEmpty() ? "" : words.getFirst()) {
            case "acls" -> acls(principals(words.subList(1, words.size())));
            case "strimzi" -> StrimziManifests.of(words.subList(1, words.size()));
            default -> throw new IllegalArgumentException(USAGE);
        };
    }

    private static Map<String, String> principals(List<String> words) {
        var principals = new HashMap<String, String>();
        Participants.ALL.forEach(one -> principals.put(one.name(), one.principal()));
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (equals < 0 || !principals.containsKey(name)) {
                throw new IllegalArgumentException(
                        word + " is no NAME=PRINCIPAL; names are " + principals.keySet());
            }
            String principal = word.substring(equals + 1);
            principals.put(name, principal.contains(":") ? principal : "User:" + principal);
        }
        return principals;
    }

    private static List<String> acls(Map<String, String> principals) {
        var lines = new ArrayList<String>();
        for (Participant one : Participants.ALL) {
            lines.add("# " + one.name() + " " + one.purpose());
            String principal = principals.getOrDefault(one.name(), one.principal());
            resources(one)
                    .forEach((resource, operations) ->
                            lines.add(command(resource, operations, principal)));
        }
        return lines;
    }

    /** Rights of one resource together, in the order of the catalogue. */
    static Map<BrokerRight, List<AclOperation>> resources(Participant one) {
        var together = new LinkedHashMap<BrokerRight, List<AclOperation>>();
        for (BrokerRight right : one.rights()) {
            var resource =
                    new BrokerRight(
                            right.resource(), right.name(), right.pattern(), AclOperation.ANY);
            together.computeIfAbsent(resource, _ -> new ArrayList<>()).add(right.operation());
        }
        return together;
    }

    private static String command(
            BrokerRight resource, List<AclOperation> operations, String principal) {
        return "kafka-acls.sh --bootstrap-server \"$BOOTSTRAP\" --command-config \"$CLIENT_FILE\" --add"
                + " --allow-principal '"
                + principal
                + "' "
                + operations.stream()
                        .map(operation -> "--operation " + word(operation))
                        .collect(Collectors.joining(" "))
                + " --"
                + resource.resource().name().toLowerCase(Locale.ROOT)
                + " '"
                + resource.name()
                + "'"
                + (resource.pattern() == PatternType.PREFIXED
                        ? " --resource-pattern-type prefixed"
                        : "");
    }

    /** An operation as Kafka's tools and Strimzi spell it, such as {@code DescribeConfigs}. */
    static String word(AclOperation operation) {
        return Arrays.stream(operation.name().split("_", -1))
                .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
