package dev.coexistence.access.key;

import dev.coexistence.kafka.Standstill;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.UnreadableRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Follower of {@code whatsapp.api-keys}: each instance reads the whole topic from its beginning, in
 * no group, and then what comes. While broker or registry are away, the known keys go on and it
 * begins anew.
 */
final class KeyTopic implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(KeyTopic.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Before the web server, which starts in the last phases. */
    private static final int EARLY = 0;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final EventSerde serde;
    private final KeyDirectory directory;
    private final Standstill standstill;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ScheduledExecutorService reader =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("api-keys").factory());
    private volatile boolean running;

    // Touched by the reader's thread only.
    private @Nullable Consumer<String, byte[]> consumer;

    KeyTopic(
            Supplier<Consumer<String, byte[]>> consumers,
            EventSerde serde,
            KeyDirectory directory,
            Standstill standstill) {
        this.consumers = consumers;
        this.serde = serde;
        this.directory = directory;
        this.standstill = standstill;
    }

    /** Waits for the first reading, yet not for ever: tokens can be judged without. */
    @Override
    public void start() {
        running = true;
        var unused = reader.scheduleWithFixedDelay(this::read, 0, 1, TimeUnit.MILLISECONDS);
        try {
            if (!caughtUp.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn().log("The API keys are not read yet; until then a key is answered 503");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            Consumer<String, byte[]> open = openConsumer();
            for (var record : open.poll(POLL)) {
                take(record);
            }
            if (caughtUp.getCount() > 0 && isAtEnd(open)) {
                directory.complete();
                caughtUp.countDown();
                log.atInfo().addKeyValue("keys", directory.size()).log("The API keys are known");
            }
            standstill.passed();
        } catch (RuntimeException e) {
            // The broker or the registry is away; the next turn begins anew, from the beginning.
            standstill.repeats(null, e);
            close();
            pause();
        }
    }

    private Consumer<String, byte[]> openConsumer() {
        Consumer<String, byte[]> open = consumer;
        if (open == null) {
            open = consumers.get();
            consumer = open;
            var partitions = partitions(open);
            open.assign(partitions);
            open.seekToBeginning(partitions);
        }
        return open;
    }

    private static List<TopicPartition> partitions(Consumer<String, byte[]> open) {
        String topic = Topics.API_KEYS.name();
        return open.partitionsFor(topic, PATIENCE).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static boolean isAtEnd(Consumer<String, byte[]> open) {
        var ends = open.endOffsets(open.assignment(), PATIENCE);
        return ends.entrySet().stream()
                .allMatch(end -> open.position(end.getKey(), PATIENCE) >= end.getValue());
    }

    /** Takes a record; of one that cannot be read the key is refused. */
    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return;
        }
        if (record.value() == null) {
            directory.remove(record.key());
            return;
        }
        try {
            directory.put(serde.read(Topics.API_KEYS, record));
        } catch (UnreadableRecord e) {
            directory.remove(record.key());
            log.atError()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("A record of the API keys is none: its key is refused here");
        }
    }

    /** Waits a turn, but not after the stop. */
    private void pause() {
        try {
            var unused = stopped.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        Consumer<String, byte[]> open = consumer;
        consumer = null;
        if (open != null) {
            open.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    @Override
    public void stop() {
        running = false;
        stopped.countDown();
        var unused = reader.submit(this::close);
        reader.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return EARLY;
    }
}
