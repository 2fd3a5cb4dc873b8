package dev.coexistence.ingest.split;

import dev.coexistence.ingest.split.event.NumberDirectory;
import dev.coexistence.ingest.split.json.JsonFields;
import dev.coexistence.kafka.Standstill;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.UnreadableRecord;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * Directory of the numbers of {@code whatsapp.connections}, in memory: for webhooks that name a
 * number only by the phone number that people know. Reads the compacted topic from its beginning,
 * in no group.
 */
final class ConnectedNumbers implements NumberDirectory, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ConnectedNumbers.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Before the splitter, which starts in the last phase. */
    private static final int EARLY = 0;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final EventSerde serde;
    private final Standstill standstill;
    private final Map<String, Known> byPhone = new ConcurrentHashMap<>();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final ScheduledExecutorService reader =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("connected-numbers").factory());
    private volatile boolean running;

    // Touched by the reader's thread only.
    private @Nullable Consumer<String, byte[]> consumer;

    ConnectedNumbers(
            Supplier<Consumer<String, byte[]>> consumers, EventSerde serde, Standstill standstill) {
        this.consumers = consumers;
        this.serde = serde;
        this.standstill = standstill;
    }

    @Override
    public @Nullable Known byPhone(@Nullable String digits) {
        return digits == null ? null : byPhone.get(digits);
    }

    /** Waits for the first reading, yet not for ever: a number not known is no reason to stop. */
    @Override
    public void start() {
        running = true;
        var unused =
                reader.scheduleWithFixedDelay(
                        this::read, 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
        try {
            if (!caughtUp.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn()
                        .log(
                                "The connections topic is not read to its end yet; the splitter starts without the rest");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            Consumer<String, byte[]> open = openConsumer();
            for (var record : open.poll(POLL)) {
                add(record);
            }
            if (caughtUp.getCount() > 0 && isAtEnd(open)) {
                caughtUp.countDown();
            }
            standstill.passed();
        } catch (RuntimeException e) {
            // The broker or the registry is away; the next turn begins anew, from the beginning.
            standstill.repeats(null, e);
            close();
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
        String topic = Topics.CONNECTIONS.name();
        return open.partitionsFor(topic, PATIENCE).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static boolean isAtEnd(Consumer<String, byte[]> open) {
        var ends = open.endOffsets(open.assignment(), PATIENCE);
        return ends.entrySet().stream()
                .allMatch(end -> open.position(end.getKey(), PATIENCE) >= end.getValue());
    }

    private void add(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            add(serde.read(Topics.CONNECTIONS, record));
        } catch (UnreadableRecord e) {
            // The services that depend on the record park it; this directory does without.
            log.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log(
                            "A record of the connections topic is no connection: its number stays unknown here");
        }
    }

    void add(Connection connection) {
        String digits = JsonFields.digits(connection.getDisplayPhoneNumber().orElse(null));
        if (digits == null) {
            return;
        }
        var known = new Known(connection.getPhoneNumberId(), connection.getWabaId().orElse(null));
        boolean over = connection.getState() == ConnectionStatus.DISCONNECTED;
        byPhone.merge(
                digits,
                known,
                (before, now) ->
                        over && !before.phoneNumberId().equals(now.phoneNumberId()) ? before : now);
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
