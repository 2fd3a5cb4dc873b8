package dev.coexistence.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class LocalStackIT {
    private static final String TOPIC = Topics.WEBHOOKS.name();
    private final LocalStack stack = LocalStack.shared();

    @Test
    void brokerKeepsRecordsOverSeveralStops() throws Exception {
        var address = stack.bootstrapServers();
        for (int round = 1; round <= 3; round++) {
            produce("before stop " + round);

            stack.stopBroker();
            assertThat(
                            FreePorts.taken(
                                    Integer.parseInt(address.substring(address.indexOf(':') + 1))))
                    .isFalse();
            stack.startBroker();

            assertThat(stack.bootstrapServers()).isEqualTo(address);
            assertThat(read()).hasSize(round).last().isEqualTo("before stop " + round);
        }
    }

    @Test
    void topicsOfTheCatalogueAreThere() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            var names = Topics.ALL.stream().map(Topic::name).toList();

            var described = admin.describeTopics(names).allTopicNames().get();

            assertThat(described.values())
                    .hasSize(names.size())
                    .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(4));
        }
    }

    @Test
    void everyDatabaseIsNewAndEmpty() {
        Database first = stack.newDatabase("Some Test");
        Database second = stack.newDatabase("Some Test");

        assertThat(first.url()).isNotEqualTo(second.url());
    }

    private void produce(String value) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.bootstrapServers(), "acks", "all");
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    TOPIC, 0, "number", value.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private List<String> read() {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        stack.bootstrapServers(),
                        "auto.offset.reset",
                        "earliest");
        var partition = new TopicPartition(TOPIC, 0);
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            var values = new ArrayList<String>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(r -> values.add(new String(r.value(), StandardCharsets.UTF_8)));
            }
            return values.stream().collect(Collectors.toList());
        }
    }
}
