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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
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
    private static final String NUMBER = "900000000000099";
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\\d+)");
    private static final int MIB = 1024 * 1024;

    private final LocalBroker broker;
    private final Path folder;
    private final String registryUrl;
    private final HttpClient http = HttpClient.newHttpClient();
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<String, byte[]> parked;
    private final List<DeadLetter> letters = new ArrayList<>();
    private final Random random;

    /** Where a record of poison stands. */
    public record Place(Poison kind, String topic, int partition, long offset) {

        private boolean isOf(DeadLetter letter) {
            return letter.topic().equals(topic)
                    && letter.partition() == partition
                    && letter.offset() == offset;
        }
    }

    private PoisonedTopics(LocalBroker broker, Path folder, String registryUrl, long seed) {
        this.broker = broker;
        this.folder = folder;
        this.registryUrl = registryUrl;
        this.random = new Random(seed);
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
            return new PoisonedTopics(broker, folder, registryUrl, seed);
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
        return place(kind, producer.send(record(kind, topic, partition)));
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
        return letters().stream().filter(place::isOf).toList();
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
                        .map(value -> producer.send(of(topic, partition, bytes(NUMBER), value)))
                        .toList();
        return sent.stream().map(one -> place(Poison.TEXT, one)).toList();
    }

    private ProducerRecord<byte[], byte[]> record(Poison kind, Topic<?> topic, int partition) {
        byte[] key = bytes(NUMBER);
        return switch (kind) {
            case TEXT -> of(topic, partition, key, bytes("not avro"));
            case EMPTY -> of(topic, partition, key, new byte[0]);
            case NULL -> of(topic, partition, key, null);
            case NULL_UNDER_A_WRONG_KEY -> of(topic, partition, new byte[] {(byte) 0xff}, null);
            case WITHOUT_KEY ->
                    topic.isCompacted()
                            ? of(topic, partition, bytes("elsewhere"), bytes("not avro"))
                            : of(topic, partition, null, bytes("not avro"));
            case RANDOM_BYTES -> of(topic, partition, key, randomBytes());
            case RANDOM_BYTES_OF_A_KNOWN_SCHEMA ->
                    of(topic, partition, key, naming(known(topic), randomBytes()));
            case UNKNOWN_ID -> of(topic, partition, key, naming(Integer.MAX_VALUE - 1, bytes("a")));
            case NEGATIVE_ID -> of(topic, partition, key, naming(-1, bytes("a")));
            case DELETED_SCHEMA -> of(topic, partition, key, naming(deleted(), bytes("a")));
            case JSON_SCHEMA ->
                    of(
                            topic,
                            partition,
                            key,
                            naming(
                                    registered(
                                            "json",
                                            "JSON",
                                            "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\"}"),
                                    bytes("{}")));
            case PROTOBUF_SCHEMA ->
                    of(
                            topic,
                            partition,
                            key,
                            naming(
                                    registered(
                                            "protobuf",
                                            "PROTOBUF",
                                            "syntax = \"proto3\"; message A { string a = 1; }"),
                                    bytes("a")));
            case OTHER_AVRO_SCHEMA ->
                    of(
                            topic,
                            partition,
                            key,
                            naming(registered("text", "AVRO", "\"string\""), new byte[] {2, 'a'}));
            case LARGE -> of(topic, partition, key, new byte[5 * MIB]);
            case LONG_KEY -> of(topic, partition, new byte[5 * MIB], bytes("not avro"));
            case LARGE_HEADERS -> {
                var record = of(topic, partition, key, bytes("not avro"));
                record.headers().add("x", new byte[5 * MIB]);
                yield record;
            }
            case BOMB -> of(topic, partition, key, new byte[75_000_000]);
        };
    }

    private static ProducerRecord<byte[], byte[]> of(
            Topic<?> topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {
        return new ProducerRecord<>(topic.name(), partition, key, value);
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] naming(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
    }

    private int known(Topic<?> topic) {
        return topic.event() == null
                ? 1
                : registered(topic.subject(), "AVRO", topic.schema().toString());
    }

    /** Where a registry does not let schemas go, it is still one that no event was written with. */
    private int deleted() {
        String schema = "{\"type\":\"enum\",\"name\":\"Gone\",\"symbols\":[\"A\"]}";
        int id = registered("gone", "AVRO", schema);
        for (String path : List.of("/subjects/gone", "/subjects/gone?permanent=true")) {
            send(HttpRequest.newBuilder(URI.create(registryUrl + path)).DELETE());
        }
        return id;
    }

    private int registered(String subject, String type, String schema) {
        String body =
                "{\"schemaType\":\""
                        + type
                        + "\",\"schema\":\""
                        + schema.replace("\\", "\\\\").replace("\"", "\\\"")
                        + "\"}";
        String answer =
                send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                registryUrl + "/subjects/" + subject + "/versions"))
                                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                                .POST(BodyPublishers.ofString(body)));
        var id = ID.matcher(answer);
        if (!id.find()) {
            throw new IllegalStateException("The registry does not take the schema: " + answer);
        }
        return Integer.parseInt(id.group(1));
    }

    private String send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        parked.close();
        broker.close();
        http.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The broker's folder cannot be removed", e);
        }
    }
}
