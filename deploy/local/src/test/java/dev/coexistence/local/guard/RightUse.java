package dev.coexistence.local.guard;

import dev.coexistence.schemas.rights.BrokerRight;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The smallest thing that a client can do with one right and not without.
 *
 * @param way properties of the client, with the broker
 */
record RightUse(BrokerRight right, Map<String, Object> way) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TOPIC = "whatsapp.webhooks";

    /** Does it, or fails with what the broker or the client says. */
    void run() throws ExecutionException, InterruptedException {
        switch (right.operation()) {
            case READ -> {
                switch (right.resource()) {
                    case TOPIC -> fetch();
                    default -> commit();
                }
            }
            case WRITE -> append();
            default -> administer();
        }
    }

    private String topic() {
        return switch (right.pattern()) {
            case LITERAL -> right.name().equals("*") ? TOPIC : right.name();
            default -> TOPIC;
        };
    }

    private String group() {
        return right.pattern() == PatternType.PREFIXED || right.name().equals("*")
                ? right.name().replace("*", "any") + "-1"
                : right.name();
    }

    /** Returns once a record has come; one stands on each topic. */
    private void fetch() {
        try (var consumer = consumer(Map.of("auto.offset.reset", "earliest"))) {
            consumer.assign(List.of(new TopicPartition(topic(), 0)));
            var records = consumer.poll(PATIENCE);
            if (records.isEmpty()) {
                throw new IllegalStateException("Nothing came of " + topic());
            }
            close(consumer);
        }
    }

    private void commit() {
        try (var consumer = consumer(Map.of("group.id", group()))) {
            consumer.commitSync(
                    Map.of(new TopicPartition(TOPIC, 0), new OffsetAndMetadata(0)), PATIENCE);
            close(consumer);
        } catch (TopicAuthorizationException e) {
            // The group may: its right to the topic is another one.
        }
    }

    private static void close(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> own) {
        var properties = new HashMap<>(way);
        properties.put("enable.auto.commit", false);
        properties.putAll(own);
        return new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void append() throws ExecutionException, InterruptedException {
        try (var producer =
                new KafkaProducer<>(way, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic(), 0, new byte[] {1}, new byte[] {1})).get();
        }
    }

    private void administer() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(way)) {
            var settings = new ConfigResource(ConfigResource.Type.TOPIC, topic());
            switch (right.operation()) {
                case CREATE ->
                        admin.createTopics(
                                        List.of(new NewTopic(right.name() + "new", 1, (short) 1)),
                                        new CreateTopicsOptions().validateOnly(true))
                                .all()
                                .get();
                case DESCRIBE_CONFIGS -> admin.describeConfigs(List.of(settings)).all().get();
                case ALTER_CONFIGS ->
                        admin.incrementalAlterConfigs(
                                        Map.of(
                                                settings,
                                                List.of(
                                                        new AlterConfigOp(
                                                                new ConfigEntry(
                                                                        "min.insync.replicas", "1"),
                                                                AlterConfigOp.OpType.SET))),
                                        new AlterConfigsOptions().validateOnly(true))
                                .all()
                                .get();
                case DESCRIBE -> describe(admin);
                default -> throw new IllegalStateException("Nobody should have " + right);
            }
        }
    }

    private void describe(Admin admin) throws ExecutionException, InterruptedException {
        switch (right.resource()) {
            case TOPIC -> admin.describeTopics(List.of(topic())).allTopicNames().get();
            default ->
                    admin.listConsumerGroupOffsets(group()).partitionsToOffsetAndMetadata().get();
        }
    }
}
