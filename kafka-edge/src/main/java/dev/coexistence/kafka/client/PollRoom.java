package dev.coexistence.kafka.client;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Bounds the bytes that one poll brings. Kafka bounds what it fetches, compressed, and how many
 * records a poll returns, not how large they become. Its consumer unpacks record by record, ends a
 * poll at the first that a deserializer refuses, and offers that one again in the next: so the
 * deserializer refuses what does not fit any more. Belongs to a thread, as a consumer does.
 *
 * <p>Kafka makes an instance of its own, which is told of each poll that brought something.
 */
public final class PollRoom implements ConsumerInterceptor<Object, Object> {
    private static final long LEAST = 8L * 1024 * 1024;

    /** A sixteenth of the heap, and two of the largest records at least. */
    private static final long BYTES = Math.max(LEAST, Runtime.getRuntime().maxMemory() / 16);

    /** Within one poll a record is offered twice at most; then the last poll ended otherwise. */
    private static final int REFUSALS = 2;

    private static final ThreadLocal<Room> ROOM = ThreadLocal.withInitial(Room::new);

    private static final class Room {
        private long taken;
        private int refused;
    }

    /**
     * Takes room for a record.
     *
     * @throws SerializationException where this poll has brought as much as it may
     */
    static void take(long bytes) {
        Room room = ROOM.get();
        if (room.taken > 0 && room.taken + bytes > BYTES && room.refused < REFUSALS) {
            room.refused++;
            throw new SerializationException("The rest comes with the next poll");
        }
        if (room.refused > 0) {
            room.taken = 0;
            room.refused = 0;
        }
        room.taken += bytes;
    }

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        ROOM.remove();
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
}
