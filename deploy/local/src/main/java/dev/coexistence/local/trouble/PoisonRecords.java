package dev.coexistence.local.trouble;

import dev.coexistence.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Builds a record of each kind of {@link Poison}; registers the schemas that some of them name. Not
 * thread-safe.
 */
final class PoisonRecords implements AutoCloseable {
    private static final String NUMBER = "900000000000099";
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\\d+)");
    private static final int MIB = 1024 * 1024;

    private final String registryUrl;
    private final Random random;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * @param seed of the random bytes
     */
    PoisonRecords(String registryUrl, long seed) {
        this.registryUrl = registryUrl;
        this.random = new Random(seed);
    }

    /** A record with that value under the key of one number. */
    ProducerRecord<byte[], byte[]> createKeyed(
            Topic<?> topic, int partition, byte @Nullable [] value) {
        return record(topic, partition, bytes(NUMBER), value);
    }

    /** A record of that kind for a partition. */
    ProducerRecord<byte[], byte[]> create(Poison kind, Topic<?> topic, int partition) {
        byte[] key = bytes(NUMBER);
        return switch (kind) {
            case TEXT -> record(topic, partition, key, bytes("not avro"));
            case EMPTY -> record(topic, partition, key, new byte[0]);
            case NULL -> record(topic, partition, key, null);
            case NULL_UNDER_A_WRONG_KEY -> record(topic, partition, new byte[] {(byte) 0xff}, null);
            case WITHOUT_KEY ->
                    topic.isCompacted()
                            ? record(topic, partition, bytes("elsewhere"), bytes("not avro"))
                            : record(topic, partition, null, bytes("not avro"));
            case RANDOM_BYTES -> record(topic, partition, key, randomBytes());
            case RANDOM_BYTES_OF_A_KNOWN_SCHEMA ->
                    record(topic, partition, key, withSchemaId(schemaId(topic), randomBytes()));
            case UNKNOWN_ID ->
                    record(topic, partition, key, withSchemaId(Integer.MAX_VALUE - 1, bytes("a")));
            case NEGATIVE_ID -> record(topic, partition, key, withSchemaId(-1, bytes("a")));
            case DELETED_SCHEMA ->
                    record(topic, partition, key, withSchemaId(deletedSchemaId(), bytes("a")));
            case JSON_SCHEMA ->
                    record(
                            topic,
                            partition,
                            key,
                            withSchemaId(
                                    registerSchema(
                                            "json",
                                            "JSON",
                                            "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\"}"),
                                    bytes("{}")));
            case PROTOBUF_SCHEMA ->
                    record(
                            topic,
                            partition,
                            key,
                            withSchemaId(
                                    registerSchema(
                                            "protobuf",
                                            "PROTOBUF",
                                            "syntax = \"proto3\"; message A { string a = 1; }"),
                                    bytes("a")));
            case OTHER_AVRO_SCHEMA ->
                    record(
                            topic,
                            partition,
                            key,
                            withSchemaId(
                                    registerSchema("text", "AVRO", "\"string\""),
                                    new byte[] {2, 'a'}));
            case LARGE -> record(topic, partition, key, new byte[5 * MIB]);
            case LONG_KEY -> record(topic, partition, new byte[5 * MIB], bytes("not avro"));
            case LARGE_HEADERS -> {
                var record = record(topic, partition, key, bytes("not avro"));
                record.headers().add("x", new byte[5 * MIB]);
                yield record;
            }
            case BOMB -> record(topic, partition, key, new byte[75_000_000]);
        };
    }

    private static ProducerRecord<byte[], byte[]> record(
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

    private static byte[] withSchemaId(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
    }

    private int schemaId(Topic<?> topic) {
        return topic.event() == null
                ? 1
                : registerSchema(topic.subject(), "AVRO", topic.schema().toString());
    }

    /**
     * Id of a deleted schema; in a registry that deletes nothing, of a schema that no event uses.
     */
    private int deletedSchemaId() {
        String schema = "{\"type\":\"enum\",\"name\":\"Gone\",\"symbols\":[\"A\"]}";
        int id = registerSchema("gone", "AVRO", schema);
        for (String path : List.of("/subjects/gone", "/subjects/gone?permanent=true")) {
            send(HttpRequest.newBuilder(URI.create(registryUrl + path)).DELETE());
        }
        return id;
    }

    private int registerSchema(String subject, String type, String schema) {
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
        http.close();
    }
}
