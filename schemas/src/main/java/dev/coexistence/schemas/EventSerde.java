package dev.coexistence.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Serde of events in the Confluent wire format: a zero byte, the schema id in four bytes (big
 * endian), the Avro body. Thread-safe.
 */
public final class EventSerde {
    private static final byte MAGIC = 0;
    private static final int PREFIX = 1 + Integer.BYTES;

    static {
        // Avro instantiates only classes of trusted packages.
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(
                        ClassSecurityValidator.getGlobal(),
                        type -> type.getPackageName().equals("dev.coexistence.schemas.events")));
    }

    private final SchemaRegistry registry;
    private final Map<Schema, SpecificData> models = new ConcurrentHashMap<>();
    private final Map<Resolution, SpecificDatumReader<?>> readers = new ConcurrentHashMap<>();

    /** Resolution of a writer's schema to a reader's: found out once. */
    private record Resolution(int writerId, Schema reader) {}

    public EventSerde(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * The bytes of an event for its topic; registers the schema on first use.
     *
     * @throws SchemaRegistry.RegistryUnavailable where the id is not known yet and the registry is
     *     away
     */
    public <T extends SpecificRecord> byte[] write(Topic<T> topic, T event) {
        int id = registry.idOf(topic.subject(), event.getSchema());
        var out = new ByteArrayOutputStream(512);
        out.write(MAGIC);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
        try {
            var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new SpecificDatumWriter<T>(event.getSchema(), model(event.getSchema()))
                    .write(event, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("A buffer in memory failed", e);
        }
        return out.toByteArray();
    }

    /**
     * The event that a record carries.
     *
     * @throws UnreadableRecord where the bytes are no event of the topic: a dead letter
     * @throws SchemaRegistry.RegistryUnavailable where the schema is not known yet and the registry
     *     is away: try again
     */
    public <T extends SpecificRecord> T read(Topic<T> topic, ConsumerRecord<?, byte[]> record)
            throws UnreadableRecord {
        byte @Nullable [] value = record.value();
        var whole = CutRecord.from(record.headers());
        if (whole.isPresent()) {
            throw unreadable(
                    record, "has " + whole.getAsLong() + " bytes, more than any event", null);
        }
        if (value == null) {
            throw unreadable(record, "has no value", null);
        }
        if (value.length < PREFIX || value[0] != MAGIC) {
            throw unreadable(record, "does not start with the Confluent prefix", null);
        }
        int id = ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
        try {
            BinaryDecoder decoder =
                    DecoderFactory.get().binaryDecoder(value, PREFIX, value.length - PREFIX, null);
            T event = this.<T>reader(id, topic.schema()).read(null, decoder);
            if (!decoder.isEnd()) {
                throw unreadable(
                        record, "has bytes left over after the event of schema id " + id, null);
            }
            return event;
        } catch (SchemaRegistry.UnknownSchema e) {
            throw unreadable(
                    record, "names schema id " + id + ", which the registry does not know", e);
        } catch (SchemaRegistry.NotAvro e) {
            throw unreadable(record, "names schema id " + id + ", which is no Avro schema", e);
        } catch (SchemaRegistry.RegistryUnavailable e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw unreadable(record, "cannot be decoded by schema id " + id, e);
        }
    }

    @SuppressWarnings("unchecked") // what it reads is what the reader's schema was generated to
    private <T> SpecificDatumReader<T> reader(int writerId, Schema reader) {
        var key = new Resolution(writerId, reader);
        SpecificDatumReader<?> known = readers.get(key);
        if (known == null) {
            known = new SpecificDatumReader<T>(registry.byId(writerId), reader, model(reader));
            readers.put(key, known);
        }
        return (SpecificDatumReader<T>) known;
    }

    private SpecificData model(Schema schema) {
        return models.computeIfAbsent(
                schema,
                key -> {
                    Class<?> type = SpecificData.get().getClass(key);
                    return type == null ? SpecificData.get() : SpecificData.getForClass(type);
                });
    }

    private static UnreadableRecord unreadable(
            ConsumerRecord<?, ?> record, String what, @Nullable Throwable cause) {
        return new UnreadableRecord(
                "Record "
                        + record.topic()
                        + "-"
                        + record.partition()
                        + "@"
                        + record.offset()
                        + " "
                        + what,
                cause);
    }
}
