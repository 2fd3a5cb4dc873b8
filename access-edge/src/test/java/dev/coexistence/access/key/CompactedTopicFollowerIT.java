package dev.coexistence.access.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.kafka.follow.CompactedTopicFollower;
import dev.coexistence.kafka.follow.CompactedTopics;
import dev.coexistence.kafka.follow.FollowedEntries;
import dev.coexistence.kafka.follow.FollowerProgress;
import dev.coexistence.local.BrokerSettings;
import dev.coexistence.local.InProcessBroker;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.HttpSchemaRegistry;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.events.ApiKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** A followed topic on a real broker that heeds access control lists. */
class CompactedTopicFollowerIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir private static Path folder;
    private static InProcessBroker broker;
    private static Admin admin;
    private static KafkaProducer<String, byte[]> producer;
    private static EventSerde serde;

    private final Topic<ApiKey> topic =
            new Topic<>("followed-" + UUID.randomUUID(), ApiKey.class, null, 1_000_000);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Memory memory = new Memory();
    private final Told told = new Told();
    private CompactedTopicFollower<ApiKey> follower;

    /** Names of keys by their id, and every call in its order. */
    private static final class Memory implements FollowedEntries<ApiKey> {
        private final Map<String, String> names = new ConcurrentHashMap<>();
        private final List<String> puts = new CopyOnWriteArrayList<>();

        @Override
        public void put(String key, ApiKey value) {
            if (value.getName().equals("poison")) {
                throw new IllegalArgumentException("This memory takes no poison");
            }
            names.put(key, value.getName());
            puts.add(value.getName());
        }

        @Override
        public void remove(String key) {
            names.remove(key);
        }

        @Override
        public void complete(Set<String> keys) {
            names.keySet().retainAll(keys);
        }
    }

    /** Failures that the follower told, and the times that it read. */
    private static final class Told implements FollowerProgress {
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();
        private volatile boolean reads;

        @Override
        public void repeats(Throwable why) {
            failures.add(why);
            reads = false;
        }

        @Override
        public void passed() {
            reads = true;
        }
    }

    @BeforeAll
    static void startBroker() {
        broker = new InProcessBroker(BrokerSettings.onFreePorts(folder).withAcls());
        broker.start();
        admin = Admin.create(client());
        var properties = client();
        properties.put("linger.ms", 0);
        producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        serde =
                new EventSerde(
                        new HttpSchemaRegistry(
                                URI.create(LocalStack.shared().registryUrl()),
                                Duration.ofSeconds(20)));
    }

    @AfterAll
    static void stopBroker() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        broker.close();
    }

    @BeforeEach
    void createTopic() throws Exception {
        create(2);
        follower =
                new CompactedTopics(
                                new DefaultKafkaConsumerFactory<>(consumer()),
                                CompactedTopicFollowerIT::client,
                                serde,
                                _ -> told,
                                meters)
                        .follow(topic, "followed", memory);
    }

    @AfterEach
    void stop() {
        follower.stop();
    }

    @Test
    void theStateOfTheStartIsHandedOverWithoutWhatWasBeforeIt() {
        write("a", "live");
        write("b", "deleted");
        write("a", "revoked");
        delete("b");

        follower.start();

        assertThat(follower.isCaughtUp()).isTrue();
        assertThat(memory.names).containsOnly(Map.entry("a", "revoked"));
        assertThat(memory.puts).containsExactly("revoked");

        write("a", "later");
        delete("c");
        await().atMost(SOON).until(() -> "later".equals(memory.names.get("a")));
        assertThat(gauge("entries")).isEqualTo(1);
        assertThat(gauge("complete")).isEqualTo(1);
    }

    @Test
    void anOutageOfTheBrokerLeavesTheEntriesAndEndsNothing() {
        write("a", "first");
        follower.start();
        broker.stop();
        try {
            await().atMost(SOON).until(() -> !told.failures.isEmpty());
            assertThat(memory.names).containsEntry("a", "first");
        } finally {
            broker.start();
        }

        write("b", "second");

        await().atMost(SOON).until(() -> memory.names.containsKey("b"));
        assertThat(memory.names).containsOnlyKeys("a", "b");
        assertThat(told.reads).isTrue();
    }

    @Test
    void partitionsThatAreAddedAreReadToo() throws Exception {
        follower.start();

        admin.createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(3))).all().get();
        await().atMost(SOON)
                .until(() -> producer.partitionsFor(topic.name()).size() == 3 || refresh());
        send(new ProducerRecord<>(topic.name(), 2, "late", value("late", "third partition")));

        await().atMost(SOON).until(() -> memory.names.containsKey("late"));
    }

    @Test
    void ofATopicThatWasMadeAgainTheOldEntriesAreGone() throws Exception {
        write("old", "old");
        follower.start();
        assertThat(memory.names).containsOnlyKeys("old");

        admin.deleteTopics(List.of(topic.name())).all().get();
        await().atMost(SOON).until(() -> !admin.listTopics().names().get().contains(topic.name()));
        create(2);
        // More than there were before: the follower's place is one of the new topic, too.
        for (int one = 0; one < 20; one++) {
            write("new-" + one, "new");
        }

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(memory.names).hasSize(20).doesNotContainKey("old"));
    }

    @Test
    void whileItMayNotReadItTriesAndSaysSo() throws Exception {
        write("a", "first");
        var denial =
                new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, topic.name(), PatternType.LITERAL),
                        new AccessControlEntry(
                                "User:ANONYMOUS", "*", AclOperation.READ, AclPermissionType.DENY));
        follower.start();
        admin.createAcls(List.of(denial)).all().get();
        await().atMost(SOON)
                .until(() ->
                        told.failures.stream()
                                .anyMatch(TopicAuthorizationException.class::isInstance));
        assertThat(memory.names).containsOnlyKeys("a");
        assertThat(told.reads).isFalse();

        admin.deleteAcls(List.of(denial.toFilter())).all().get();
        // A topic that a list spoke of is open again to all, as before.
        write("b", "second");

        await().atMost(SOON).until(() -> memory.names.containsKey("b"));
        assertThat(told.reads).isTrue();
    }

    @Test
    void aRecordThatCannotBeReadTakesItsKeyAwayAndStopsNothing() {
        write("a", "good");
        write("b", "good");
        follower.start();

        send(new ProducerRecord<>(topic.name(), "a", "nonsense".getBytes(StandardCharsets.UTF_8)));
        write("b", "poison");
        write("d", "behind it");

        await().atMost(SOON).until(() -> memory.names.containsKey("d") && memory.names.size() == 1);
        assertThat(gauge("unreadable")).isEqualTo(2);

        write("a", "good again");
        delete("b");
        await().atMost(SOON).until(() -> gauge("unreadable") == 0);
        assertThat(memory.names).containsOnlyKeys("a", "d");
        assertThat(told.failures).isEmpty();
    }

    @Test
    void aRecordThatCannotBeReadHidesNothingAtTheStart() {
        write("a", "good");
        send(new ProducerRecord<>(topic.name(), "a", "nonsense".getBytes(StandardCharsets.UTF_8)));
        write("b", "good");

        follower.start();

        assertThat(memory.names).containsOnlyKeys("b");
        assertThat(gauge("unreadable")).isEqualTo(1);
        assertThat(gauge("complete")).isEqualTo(1);
    }

    private boolean refresh() {
        producer.flush();
        return false;
    }

    private double gauge(String what) {
        return meters.get("whatsapp.followed." + what).tag("topic", topic.name()).gauge().value();
    }

    private void create(int partitions) throws Exception {
        admin.createTopics(List.of(topic.toNewTopic(partitions, (short) 1))).all().get();
    }

    private void write(String key, String name) {
        send(new ProducerRecord<>(topic.name(), key, value(key, name)));
    }

    private void delete(String key) {
        send(new ProducerRecord<>(topic.name(), key, null));
    }

    private byte[] value(String id, String name) {
        ApiKey key = KeyDirectoryTest.record(ApiKeyText.generate(new SecureRandom()), null, null);
        return serde.write(topic, ApiKey.newBuilder(key).setKeyId(id).setName(name).build());
    }

    private static void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> client() {
        return new java.util.HashMap<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "default.api.timeout.ms",
                        10_000,
                        "request.timeout.ms",
                        5_000));
    }

    private static Map<String, Object> consumer() {
        Map<String, Object> properties = client();
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return properties;
    }
}
