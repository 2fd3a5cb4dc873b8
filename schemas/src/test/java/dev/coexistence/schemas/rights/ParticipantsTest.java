package dev.coexistence.schemas.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coexistence.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class ParticipantsTest {
    private static final Pattern NOTE = Pattern.compile("\\([^)]*\\)");
    private static final Map<String, String> WORDS =
            Map.of(
                    "webhook-ingest",
                    "webhook-ingest-service",
                    "connection",
                    "connection-service",
                    "dispatch",
                    "outbound-dispatch-service",
                    "conversation",
                    "conversation-service");

    /** The table's words: {@code all} and {@code the APIs} are services, people are operators. */
    @Test
    void theReadmeTableSaysWhichServiceReadsAndWritesATopic() throws IOException {
        Map<String, List<String>> rows = rows();

        for (var topic : Topics.ALL) {
            List<String> row = Objects.requireNonNull(rows.get(topic.name()), topic.name());
            assertThat(services(row.get(2), "all"))
                    .as("writers of " + topic.name())
                    .isEqualTo(having(AclOperation.WRITE, topic.name()));
            assertThat(services(row.get(3), "all"))
                    .as("readers of " + topic.name())
                    .isEqualTo(having(AclOperation.READ, topic.name()));
        }
    }

    @Test
    void noRightIsGivenTwiceAndNoneToTheCluster() {
        for (Participant one : Participants.ALL) {
            assertThat(new HashSet<>(one.rights())).hasSameSizeAs(one.rights());
            assertThat(one.rights())
                    .noneMatch(right -> right.resource() == ResourceType.CLUSTER)
                    .noneMatch(right -> right.operation() == AclOperation.ALL);
        }
    }

    @Test
    void everyRightIsAWordOfACommand() {
        List<String> lines = RightsCommands.print(List.of("acls"));

        for (Participant one : Participants.ALL) {
            var ofUser =
                    lines.stream()
                            .filter(line -> line.contains("'" + one.principal() + "'"))
                            .toList();
            assertThat(ofUser.stream().mapToLong(ParticipantsTest::operations).sum())
                    .isEqualTo(one.rights().size());
        }
        assertThat(lines)
                .contains(
                        "kafka-acls.sh --bootstrap-server \"$BOOTSTRAP\" --command-config \"$CLIENT_FILE\""
                                + " --add --allow-principal 'User:command-sender' --operation Write"
                                + " --topic 'whatsapp.send-commands'")
                .anyMatch(line ->
                        line.endsWith(
                                "--operation Read --group 'thread-reader' --resource-pattern-type"
                                        + " prefixed"));
    }

    @Test
    void aUserCanHaveAnotherName() {
        assertThat(RightsCommands.print(List.of("acls", "command-sender=User:CN=shop,O=Acme")))
                .anyMatch(line -> line.contains("--allow-principal 'User:CN=shop,O=Acme'"))
                .noneMatch(line -> line.contains("'User:command-sender'"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RightsCommands.print(List.of("acls", "nobody=x")))
                .withMessageContaining("nobody");
    }

    @Test
    void strimziGetsADocumentForEachTopicAndUser() {
        List<String> lines = RightsCommands.print(List.of("strimzi", "cluster-1", "24", "3"));

        assertThat(lines.stream().filter("kind: KafkaTopic"::equals)).hasSameSizeAs(Topics.ALL);
        assertThat(lines.stream().filter("kind: KafkaUser"::equals))
                .hasSameSizeAs(Participants.ALL);
        assertThat(lines)
                .contains("    strimzi.io/cluster: cluster-1", "  partitions: 24", "  replicas: 3")
                .contains("    min.insync.replicas: 2", "        operations: [Write]");
    }

    private static long operations(String line) {
        return Pattern.compile("--operation ").matcher(line).results().count();
    }

    private static Set<String> having(AclOperation operation, String topic) {
        return Participants.SERVICES.stream()
                .filter(one -> one.rights().contains(BrokerRight.ofTopic(topic, operation)))
                .map(Participant::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> services(String cell, String everybody) {
        return Stream.of(NOTE.matcher(cell).replaceAll("").split(","))
                .map(String::strip)
                .flatMap(word ->
                        word.equals(everybody)
                                ? Participants.SERVICES.stream().map(Participant::name)
                                : Stream.ofNullable(WORDS.get(word)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, List<String>> rows() throws IOException {
        var rows = new TreeMap<String, List<String>>();
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            if (line.startsWith("| whatsapp.")) {
                List<String> cells =
                        Arrays.stream(line.split("\\|"))
                                .map(String::strip)
                                .filter(cell -> !cell.isEmpty())
                                .toList();
                rows.put(cells.getFirst(), cells);
            }
        }
        return rows;
    }
}
