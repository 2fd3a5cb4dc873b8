package dev.coexistence.conversation.api;

import static dev.coexistence.conversation.projection.Events.echo;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.phone;
import static dev.coexistence.conversation.projection.Events.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Looks for an erased person in every table, folder and topic that this service writes. */
class ErasureDumpIT extends ServiceFixture {
    private static final String NUMBER = "900000000000177";
    private static final String DIGITS = "15550177177";
    private static final List<String> TRACES = List.of(DIGITS, "5550177177", "zebra-secret");
    private static final Identity EVE = phone(DIGITS);

    @Test
    void aDumpFindsNothingButWhatTheAnswerNames() throws Exception {
        publish(
                Topics.INBOUND_MESSAGES,
                NUMBER,
                inbound(NUMBER, "dump1", EVE, "zebra-secret one", 1));
        publish(Topics.ECHO_MESSAGES, NUMBER, echo(NUMBER, "dump2", EVE, "zebra-secret two", 2));
        publish(Topics.MESSAGE_STATUSES, NUMBER, status(NUMBER, "dump2", "read", EVE, 3).build());
        await().atMost(PATIENCE).until(() -> database("message_status").contains("dump2"));
        Long contact =
                database.queryForObject(
                        "select conversation_id from message where wamid = 'dump1'", Long.class);
        Files.createDirectories(MEDIA);

        client().delete()
                .uri("/v1/contacts/" + contact)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.kept.length()")
                .isEqualTo(5);

        for (String table :
                database.queryForList(
                        "select table_name from information_schema.tables"
                                + " where table_schema = current_schema()",
                        String.class)) {
            assertThat(database(String.valueOf(table)))
                    .as(table)
                    .doesNotContain(TRACES.toArray(String[]::new));
        }
        assertThat(files()).noneMatch(content -> TRACES.stream().anyMatch(content::contains));
        await().atMost(PATIENCE).until(() -> database("erasure_outbox").isEmpty());
        assertThat(topicsThatNameThePerson())
                .containsExactly(
                        Topics.ECHO_MESSAGES.name(),
                        Topics.INBOUND_MESSAGES.name(),
                        Topics.MESSAGE_STATUSES.name());
        assertThat(records(Topics.ERASURES)).hasSizeGreaterThanOrEqualTo(1);
    }

    private String database(String table) {
        return String.join(
                "\n",
                database.queryForList(
                        "select row_to_json(x)::text from " + table + " x", String.class));
    }

    private static List<String> files() throws IOException {
        try (var files = Files.walk(MEDIA)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    private static TreeSet<String> topicsThatNameThePerson() {
        var named = new TreeSet<String>();
        for (Topic<?> topic : Topics.ALL) {
            boolean names =
                    records(topic).stream()
                            .anyMatch(record -> TRACES.stream().anyMatch(record::contains));
            if (names) {
                named.add(topic.name());
            }
        }
        return named;
    }

    /** Everything that stands on a topic now. */
    private static List<String> records(Topic<?> topic) {
        var bytes = new ByteArrayDeserializer();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers", LocalStack.shared().bootstrapServers()),
                        bytes,
                        bytes)) {
            var partitions =
                    consumer.partitionsFor(topic.name()).stream()
                            .map(info -> new TopicPartition(topic.name(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = new HashMap<>(consumer.endOffsets(partitions));
            var records = new java.util.ArrayList<String>();
            while (partitions.stream()
                    .anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> records.add(text(record.key()) + text(record.value())));
            }
            return records;
        }
    }

    private static String text(byte @org.jspecify.annotations.Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
