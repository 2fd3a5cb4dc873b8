package dev.coexistence.kafka.follow;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Connection to a topic that is read as a whole, in no group. Of one thread; only {@link #wakeUp}
 * may come from another.
 */
final class FollowedTopic {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Supplier<Admin> administrators;
    private final String name;
    private volatile @Nullable Opened opened;

    /** Open clients, with the ends of the partitions when they were opened. */
    private record Opened(
            Consumer<String, byte[]> consumer,
            Admin admin,
            TopicShape shape,
            Map<TopicPartition, Long> ends) {}

    private long lookedAt;

    FollowedTopic(
            Supplier<Consumer<String, byte[]>> consumers,
            Supplier<Admin> administrators,
            String name) {
        this.consumers = consumers;
        this.administrators = administrators;
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean isOpen() {
        return opened != null;
    }

    /**
     * Opens it at its beginning.
     *
     * @throws KafkaException where that cannot be done now; it stays closed
     */
    void open() {
        Admin admin = administrators.get();
        Consumer<String, byte[]> consumer = null;
        try {
            var shape = TopicShape.ask(admin, name, PATIENCE);
            consumer = consumers.get();
            consumer.assign(shape.all());
            consumer.seekToBeginning(shape.all());
            var ends = consumer.endOffsets(shape.all(), PATIENCE);
            lookedAt = System.nanoTime();
            opened = new Opened(consumer, admin, shape, ends);
        } catch (RuntimeException e) {
            close(consumer, admin);
            throw e;
        }
    }

    /**
     * Records that came; perhaps none after a short while.
     *
     * @throws KafkaException where it cannot be read, or is another topic than was opened
     */
    ConsumerRecords<String, byte[]> poll() {
        Opened open = required();
        if (System.nanoTime() - lookedAt >= LOOK_EVERY.toNanos()) {
            lookedAt = System.nanoTime();
            TopicShape now = TopicShape.ask(open.admin(), name, PATIENCE);
            if (!now.equals(open.shape())) {
                throw new KafkaException(
                        "The topic " + name + " was made again or has other partitions");
            }
        }
        return open.consumer().poll(POLL);
    }

    /** True once all is read that stood there when it was opened. */
    boolean isPastFirstEnds() {
        Opened open = required();
        return open.ends().entrySet().stream()
                .allMatch(
                        end -> open.consumer().position(end.getKey(), PATIENCE) >= end.getValue());
    }

    /** Makes a poll that waits end with an exception. */
    void wakeUp() {
        Opened open = opened;
        if (open != null) {
            open.consumer().wakeup();
        }
    }

    void close() {
        Opened open = opened;
        opened = null;
        if (open != null) {
            close(open.consumer(), open.admin());
        }
    }

    private Opened required() {
        Opened open = opened;
        if (open == null) {
            throw new IllegalStateException("The topic " + name + " is not open");
        }
        return open;
    }

    private static void close(@Nullable Consumer<String, byte[]> consumer, Admin admin) {
        try {
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(Duration.ZERO));
            }
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
