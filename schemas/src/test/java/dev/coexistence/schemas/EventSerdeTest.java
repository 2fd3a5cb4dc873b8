package dev.coexistence.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.schemas.SchemaRegistry.RegistryUnavailable;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.InboundMessage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class EventSerdeTest {
    private static final InboundMessage MESSAGE =
            InboundMessage.newBuilder()
                    .setEventId("in:900000000000001:wamid.EXAMPLE1")
                    .setPhoneNumberId("900000000000001")
                    .setWamid("wamid.EXAMPLE1")
                    .setFrom(Identity.newBuilder().setPhone("15550100999").build())
                    .setType("text")
                    .setPreview("Grüezi 👋 你好")
                    .setJson("{\"type\":\"text\"}")
                    .setOccurredAt(Instant.ofEpochMilli(1_767_000_000_123L))
                    .setReceivedAt(Instant.ofEpochMilli(1_767_000_000_456L))
                    .build();

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final EventSerde serde = new EventSerde(registry);

    @Test
    void readsWhatItWrote() throws UnreadableRecord {
        byte[] bytes = serde.write(Topics.INBOUND_MESSAGES, MESSAGE);

        assertThat(serde.read(Topics.INBOUND_MESSAGES, record(bytes))).isEqualTo(MESSAGE);
    }

    @Test
    void isSharedByThreads() {
        byte[] bytes = serde.write(Topics.INBOUND_MESSAGES, MESSAGE);

        assertThat(IntStream.range(0, 2_000).parallel().mapToObj(_ -> again(bytes)))
                .allMatch(MESSAGE::equals);
    }

    private InboundMessage again(byte[] bytes) {
        try {
            return serde.read(Topics.INBOUND_MESSAGES, record(bytes));
        } catch (UnreadableRecord e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void writesTheConfluentPrefix() {
        byte[] bytes = serde.write(Topics.INBOUND_MESSAGES, MESSAGE);

        int id = registry.idOf(Topics.INBOUND_MESSAGES.subject(), MESSAGE.getSchema());
        assertThat(bytes[0]).isZero();
        assertThat(ByteBuffer.wrap(bytes, 1, 4).getInt()).isEqualTo(id);
    }

    @Test
    void namesPlaceAndSchemaIdOfWhatItCannotRead() {
        byte[] bytes = serde.write(Topics.INBOUND_MESSAGES, MESSAGE);
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 9);

        assertThatThrownBy(() -> serde.read(Topics.INBOUND_MESSAGES, record(cut)))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessage(
                        "Record whatsapp.inbound-messages-3@42 cannot be decoded by schema id 1");
    }

    @Test
    void refusesBytesWithoutThePrefix() {
        assertThatThrownBy(() ->
                        serde.read(
                                Topics.INBOUND_MESSAGES,
                                record("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessage(
                        "Record whatsapp.inbound-messages-3@42 does not start with the Confluent prefix");
    }

    @Test
    void refusesASchemaIdThatTheRegistryDoesNotKnow() {
        assertThatThrownBy(() ->
                        serde.read(
                                Topics.INBOUND_MESSAGES, record(new byte[] {0, 0, 0, 0, 77, 1, 2})))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessageContaining("schema id 77, which the registry does not know");
    }

    @Test
    void makesNoRoomForALengthThatTheRecordOnlyClaims() {
        int id = registry.idOf(Topics.INBOUND_MESSAGES.subject(), MESSAGE.getSchema());
        // As the first field's length, in Avro's variable form, 1 GiB.
        var claim =
                ByteBuffer.allocate(11)
                        .put((byte) 0)
                        .putInt(id)
                        .put(new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08})
                        .put((byte) 'a')
                        .array();

        assertThatThrownBy(() -> serde.read(Topics.INBOUND_MESSAGES, record(claim)))
                .isInstanceOf(UnreadableRecord.class)
                .hasRootCauseMessage(
                        "Attempted to read 1073741824 bytes, but only 1 bytes are available")
                .hasMessageContaining("cannot be decoded");
    }

    @Test
    void refusesWhatTheConsumerHadToCut() {
        var cut = record(Arrays.copyOf(serde.write(Topics.INBOUND_MESSAGES, MESSAGE), 20));
        CutRecord.mark(cut.headers(), 75_000_000);

        assertThatThrownBy(() -> serde.read(Topics.INBOUND_MESSAGES, cut))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessageContaining("75000000 bytes, more than any event");
    }

    @Test
    void refusesBytesLeftOver() {
        byte[] bytes = serde.write(Topics.INBOUND_MESSAGES, MESSAGE);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

        assertThatThrownBy(() -> serde.read(Topics.INBOUND_MESSAGES, record(longer)))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessageContaining("bytes left over");
    }

    @Test
    void doesNotBlameTheRecordWhenTheRegistryIsAway() {
        byte[] bytes = serde.write(Topics.INBOUND_MESSAGES, MESSAGE);
        registry.setAway(true);

        assertThatThrownBy(() -> serde.read(Topics.INBOUND_MESSAGES, record(bytes)))
                .isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void readsWhatAnOlderWriterWrote() throws UnreadableRecord {
        Schema withoutPlaceholder = without(MESSAGE.getSchema(), "placeholder");
        int id = registry.idOf(Topics.INBOUND_MESSAGES.subject(), withoutPlaceholder);
        byte[] bytes = GenericWriting.confluent(id, withoutPlaceholder, MESSAGE);

        InboundMessage read = serde.read(Topics.INBOUND_MESSAGES, record(bytes));

        assertThat(read.getWamid()).isEqualTo("wamid.EXAMPLE1");
        assertThat(read.getPlaceholder()).isFalse();
    }

    private static Schema without(Schema schema, String field) {
        var fields =
                SchemaBuilder.record(schema.getName()).namespace(schema.getNamespace()).fields();
        for (Schema.Field each : schema.getFields()) {
            if (!each.name().equals(field)) {
                fields = fields.name(each.name()).type(each.schema()).noDefault();
            }
        }
        return fields.endRecord();
    }

    private static ConsumerRecord<String, byte[]> record(byte[] value) {
        return new ConsumerRecord<>(
                Topics.INBOUND_MESSAGES.name(), 3, 42, "900000000000001", value);
    }
}
