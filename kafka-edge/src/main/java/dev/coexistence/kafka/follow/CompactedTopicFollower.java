package dev.coexistence.kafka.follow;

import dev.coexistence.schemas.UnreadableRecord;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Follower of a compacted topic: an instance reads the whole topic from its beginning, in no group,
 * and then what comes. What stood there at the start is handed over when all of it is read, each
 * key once with its newest record, so that nobody acts on a state that was over.
 *
 * <p>While brokers or registry are away, or an authorization is missing, the entries stay as they
 * were and the topic is tried each second. Afterwards all is read anew; so it is where the topic
 * has got partitions, was made again, or lost records that were not read yet. Keys that are there
 * no more are then gone. A record that cannot be read takes its key away and stops nothing.
 *
 * <p>Meters, with tag {@code topic}: {@code whatsapp.followed.entries}, {@code
 * whatsapp.followed.unreadable} (keys whose newest record cannot be read) and {@code
 * whatsapp.followed.complete} (1 once all was read, for ever). How long it has been kept from
 * reading is {@code whatsapp.consumer.stuck} with its name as {@code group}, and part of the health
 * {@code consumers}.
 *
 * @param <V> event of the topic
 */
public final class CompactedTopicFollower<V> implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(CompactedTopicFollower.class);
    private static final Duration START_PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Before the web server and the consumers, which start in the last phases. */
    private static final int EARLY = 0;

    private final FollowedTopic topic;
    private final String name;
    private final ValueReader<V> values;
    private final FollowedEntries<V> entries;
    private final FollowerProgress progress;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    /** Newest records while the topic is read from its beginning; null once that is done. */
    private @Nullable Map<String, ConsumerRecord<String, byte[]>> pass;

    /** Reader of a record's value. */
    @FunctionalInterface
    interface ValueReader<V> {
        V read(ConsumerRecord<String, byte[]> record) throws UnreadableRecord;
    }

    CompactedTopicFollower(
            FollowedTopic topic,
            String name,
            ValueReader<V> values,
            FollowedEntries<V> entries,
            FollowerProgress progress,
            MeterRegistry meters) {
        this.topic = topic;
        this.name = name;
        this.values = values;
        this.entries = entries;
        this.progress = progress;
        gauge(meters, "entries", "Keys that are held in memory", known);
        gauge(meters, "unreadable", "Keys whose newest record cannot be read", unreadable);
        Gauge.builder("whatsapp.followed.complete", this, one -> one.isCaughtUp() ? 1 : 0)
                .description("1 once the topic was read to its end")
                .tag("topic", topic.name())
                .register(meters);
    }

    private void gauge(MeterRegistry meters, String what, String description, Set<String> keys) {
        Gauge.builder("whatsapp.followed." + what, keys, Set::size)
                .description(description)
                .tag("topic", topic.name())
                .register(meters);
    }

    /** True once everything that stood on the topic at the start was put; for ever. */
    public boolean isCaughtUp() {
        return caughtUp.getCount() == 0;
    }

    /**
     * Waits ten seconds for the first reading, yet not for ever: the rest of a service may go on.
     */
    @Override
    public void start() {
        running = true;
        Thread.ofPlatform().daemon().name(name).start(this::run);
        try {
            if (!caughtUp.await(START_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn()
                        .addKeyValue("topic", topic.name())
                        .log("The topic is not read to its end yet; the start goes on without");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (running) {
            try {
                read();
                progress.passed();
            } catch (RuntimeException e) {
                topic.close();
                if (running) {
                    progress.repeats(e);
                    pause();
                }
            }
        }
        topic.close();
    }

    private void read() {
        if (!topic.isOpen()) {
            pass = new LinkedHashMap<>();
            topic.open();
        }
        for (var record : topic.poll()) {
            take(record);
        }
        if (pass != null && topic.isPastFirstEnds()) {
            handOver(pass);
            pass = null;
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return;
        }
        if (pass == null) {
            apply(record);
        } else {
            // Behind those of other keys that came before it.
            pass.remove(record.key());
            pass.put(record.key(), record);
        }
    }

    private void handOver(Map<String, ConsumerRecord<String, byte[]>> newest) {
        // Nothing is handed over before all could be read: the registry may be away.
        var read = new LinkedHashMap<String, Optional<V>>();
        unreadable.retainAll(newest.keySet());
        newest.forEach((key, record) -> read.put(key, value(record)));
        var present = new HashSet<String>();
        read.forEach((key, value) -> {
            if (put(key, value)) {
                present.add(key);
            }
        });
        known.retainAll(present);
        entries.complete(Set.copyOf(present));
        if (!isCaughtUp()) {
            caughtUp.countDown();
            log.atInfo()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("entries", present.size())
                    .log("The topic is read to its end");
        }
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        put(record.key(), value(record));
    }

    /** True where there is an entry of the key now. */
    private boolean put(String key, Optional<V> value) {
        if (value.isPresent() && accept(key, value.get())) {
            known.add(key);
            return true;
        }
        known.remove(key);
        entries.remove(key);
        return false;
    }

    private boolean accept(String key, V value) {
        try {
            entries.put(key, value);
            return true;
        } catch (RuntimeException e) {
            unreadable.add(key);
            // The class only: the message may carry content of the record.
            log.atError()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("error", e.getClass().getName())
                    .log("An event of a followed topic cannot be taken: its key is taken away");
            return false;
        }
    }

    /** The record's event; none where the key was deleted or the record cannot be read. */
    private Optional<V> value(ConsumerRecord<String, byte[]> record) {
        unreadable.remove(record.key());
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(values.read(record));
        } catch (UnreadableRecord _) {
            unreadable.add(record.key());
            log.atError()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("A record of a followed topic cannot be read: its key is taken away");
            return Optional.empty();
        }
    }

    /** Waits a turn, but not after the stop. */
    private void pause() {
        try {
            var unused = stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
        stopped.countDown();
        topic.wakeUp();
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
