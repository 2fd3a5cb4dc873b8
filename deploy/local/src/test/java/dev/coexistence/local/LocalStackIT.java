package dev.coexistence.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.coexistence.schemas.HttpSchemaRegistry;
import dev.coexistence.schemas.SchemaRegistry;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void registryKeepsAnIdOverAStop() {
        var schema = Topics.SEND_COMMANDS.schema();
        String subject = Topics.SEND_COMMANDS.subject();
        int id = registry().idOf(subject, schema);

        stack.registry().stop();
        stack.registry().start();

        assertThat(registry().byId(id)).isEqualTo(schema);
        assertThat(registry().idOf(subject, schema)).isEqualTo(id);
    }

    @Test
    void postgresKeepsItsDataOverAStopAndWritesToDiskWhereAsked(@TempDir Path folder) {
        var settings =
                new LocalPostgres.Settings(
                        folder.resolve("data"),
                        FreePorts.next(),
                        true,
                        folder.resolve("postgres.log"));
        try (var postgres = LocalPostgres.start(settings)) {
            Database made = postgres.database("kept");

            postgres.stop();
            postgres.start();

            assertThat(postgres.database("kept")).isEqualTo(made);
            assertThat(postgres.setting("fsync")).isEqualTo("on");
            assertThat(postgres.setting("synchronous_commit")).isEqualTo("on");
            assertThat(postgres.setting("full_page_writes")).isEqualTo("on");
            assertThat(postgres.memory().residentKib()).isPositive();
        }
    }

    @Test
    void brokerInAProcessOfItsOwnSurvivesAKill(@TempDir Path folder) throws Exception {
        var broker =
                new BrokerProcess(
                        BrokerSettings.onFreePorts(folder.resolve("kafka")),
                        BrokerProcess.program(),
                        folder.resolve("kafka.log"));
        try (broker) {
            broker.start();
            LocalTopics.create(broker.bootstrapServers(), 1);
            broker.launch().kill();

            broker.start();

            LocalTopics.create(broker.bootstrapServers(), 1);
            assertThatIllegalStateException()
                    .isThrownBy(() -> LocalTopics.create(broker.bootstrapServers(), 2))
                    .withMessageContaining("has 1 partitions");
        }
    }

    private SchemaRegistry registry() {
        return new HttpSchemaRegistry(URI.create(stack.registryUrl()), Duration.ofSeconds(10));
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
