package dev.coexistence.ingest.operate;

import dev.coexistence.ingest.Sha256;
import dev.coexistence.ingest.split.event.RawWebhook;
import dev.coexistence.ingest.split.event.SplitItem;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.UnreadableRecord;
import dev.coexistence.schemas.events.RawPointer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Index of the events that bodies' items became when they were read for the first time, as the
 * topics of events still hold them. Its key is the item's place in the raw topic, its value a hash
 * of topic and event.
 */
final class FirstReading {
    private static final List<Topic<?>> EVENTS =
            List.of(
                    Topics.INBOUND_MESSAGES,
                    Topics.ECHO_MESSAGES,
                    Topics.MESSAGE_STATUSES,
                    Topics.HISTORY,
                    Topics.CONTACTS,
                    Topics.ACCOUNT_EVENTS);

    private final LongIndex events = new LongIndex();
    private final int most;

    /** Comparison of an event of now with the first reading. */
    enum Comparison {
        SAME,
        CHANGED,
        NEW
    }

    /**
     * @param most items that are remembered; a longer past has to be replayed in parts
     */
    FirstReading(int most) {
        this.most = most;
    }

    /** Reads all events that were written since then. */
    static FirstReading load(Instant from, TopicScanner scanner, EventSerde serde, int most) {
        var reading = new FirstReading(most);
        for (Topic<?> topic : EVENTS) {
            scanner.scanSince(topic, from, record -> reading.remember(topic, record, serde));
        }
        return reading;
    }

    private <T extends SpecificRecord> void remember(
            Topic<T> topic, ConsumerRecord<String, byte[]> record, EventSerde serde) {
        try {
            remember(topic, serde.read(topic, record));
        } catch (UnreadableRecord _) {
            // Its consumers have parked it; it is no reading of anything.
        }
    }

    <T extends SpecificRecord> void remember(Topic<T> topic, T event) {
        RawPointer pointer = pointer(event);
        if (pointer == null) {
            return;
        }
        if (events.size() >= most) {
            throw new IllegalArgumentException(
                    "The span holds more than "
                            + most
                            + " events to compare with; replay it in parts");
        }
        // The earliest one is the first reading; later ones are replays of it.
        events.putIfAbsent(place(pointer), content(topic, event));
    }

    <T extends SpecificRecord> Comparison compare(SplitItem.Event<T> item) {
        RawPointer pointer = pointer(item.event());
        if (pointer == null || !events.contains(place(pointer))) {
            return Comparison.NEW;
        }
        return events.holds(place(pointer), content(item.topic(), item.event()))
                ? Comparison.SAME
                : Comparison.CHANGED;
    }

    /** True where the item was an event when it was read for the first time. */
    boolean hasEvent(RawWebhook raw, String path) {
        return events.contains(place(new RawPointer(raw.partition(), raw.offset(), path)));
    }

    private static @Nullable RawPointer pointer(SpecificRecord event) {
        var field = event.getSchema().getField("raw");
        return field == null ? null : (RawPointer) event.get(field.pos());
    }

    private static long place(RawPointer pointer) {
        return hash(
                (pointer.getPartition() + "/" + pointer.getOffset() + pointer.getPath())
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static <T extends SpecificRecord> long content(Topic<T> topic, T event) {
        var out = new ByteArrayOutputStream(512);
        out.writeBytes(topic.name().getBytes(StandardCharsets.UTF_8));
        try {
            var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new SpecificDatumWriter<T>(
                            event.getSchema(), SpecificData.getForClass(event.getClass()))
                    .write(event, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("A buffer in memory failed", e);
        }
        return hash(out.toByteArray());
    }

    private static long hash(byte[] bytes) {
        return ByteBuffer.wrap(Sha256.digest().digest(bytes)).getLong();
    }
}
