package dev.coexistence.local.trouble;

import dev.coexistence.local.BrokerSettings;
import dev.coexistence.local.InProcessBroker;
import dev.coexistence.local.LocalBroker;
import dev.coexistence.local.LocalStack;
import dev.coexistence.local.LocalTopics;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A broker of its own with the topics of the catalogue, for records of every kind of {@link
 * Poison}: what stands on it disturbs no other test. Not thread-safe.
 */
public final class PoisonedTopics implements AutoCloseable {
    private static final int MIB = 1024 * 1024;

    private final LocalBroker broker;
    private final Path folder;
    private final PoisonRecords records;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<String, byte[]> parked;
    private final List<DeadLetter> letters = new ArrayList<>();

    /** Position of a poison record. */
    public record Place(Poison kind, String topic, int partition, long offset) {

        private boolean matches(DeadLetter letter) {
            return letter.topic().equals(topic)
                    && letter.partition() == partition
                    && letter.offset() == offset;
        }
    }

    private PoisonedTopics(LocalBroker broker, Path folder, PoisonRecords records) {
        this.broker = broker;
        this.folder = folder;
        this.records = records;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "compression.type",
                                "gzip",
                                "max.request.size",
                                256 * MIB,
                                "buffer.memory",
                                256L * MIB,
                                "linger.ms",
                                20),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        this.parked =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        var partitions =
                parked.partitionsFor(Topics.DEAD_LETTERS.name()).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        parked.assign(partitions);
        parked.seekToBeginning(partitions);
    }

    /**
     * @param seed of the random bytes
     */
    public static PoisonedTopics start(String registryUrl, long seed) {
        try {
            Path folder = Files.createTempDirectory("poisoned-");
            var broker =
                    new InProcessBroker(
                            BrokerSettings.onFreePorts(folder.resolve("kafka")).withAcls());
            broker.start();
            LocalTopics.create(broker.bootstrapServers(), LocalStack.PARTITIONS);
            return new PoisonedTopics(broker, folder, new PoisonRecords(registryUrl, seed));
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder can be made", e);
        }
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Puts a record of every kind onto a partition, in the order of the kinds. */
    public List<Place> poison(Topic<?> topic, int partition) {
        return Arrays.stream(Poison.values()).map(kind -> put(kind, topic, partition)).toList();
    }

    public Place put(Poison kind, Topic<?> topic, int partition) {
        return place(kind, producer.send(records.create(kind, topic, partition)));
    }

    private static Place place(Poison kind, Future<RecordMetadata> sent) {
        try {
            var stands = sent.get();
            return new Place(kind, stands.topic(), stands.partition(), stands.offset());
        } catch (ExecutionException e) {
            throw new IllegalStateException(kind + " was not taken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Forbids everybody to read as a member of this group, or no longer. */
    public void forbid(String group, boolean on) {
        var rule =
                new AclBinding(
                        new ResourcePattern(ResourceType.GROUP, group, PatternType.LITERAL),
                        new AccessControlEntry(
                                "User:*", "*", AclOperation.ALL, AclPermissionType.DENY));
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            if (on) {
                admin.createAcls(List.of(rule)).all().get();
            } else {
                admin.deleteAcls(List.of(rule.toFilter())).all().get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The rule was not taken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The dead letters of a record that have come so far. */
    public List<DeadLetter> lettersOf(Place place) {
        return letters().stream().filter(place::matches).toList();
    }

    /** All dead letters that have come so far. */
    public List<DeadLetter> letters() {
        parked.poll(Duration.ofMillis(50)).forEach(record -> letters.add(DeadLetter.from(record)));
        return List.copyOf(letters);
    }

    /** Puts these values onto a partition so that one poll brings them all. */
    public List<Place> putTogether(Topic<?> topic, int partition, List<byte @Nullable []> values) {
        var sent =
                values.stream()
                        .map(value -> producer.send(records.createKeyed(topic, partition, value)))
                        .toList();
        return sent.stream().map(one -> place(Poison.TEXT, one)).toList();
    }

    @Override
    public void close() {
        producer.close();
        parked.close();
        broker.close();
        records.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The broker's folder cannot be removed", e);
        }
    }
}
