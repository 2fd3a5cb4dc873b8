package dev.coexistence.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress of one consumer, which gets on or repeats at one offset. The log says so when it begins
 * and then once a minute. Thread-safe.
 */
public final class Standstill {
    private static final Logger log = LoggerFactory.getLogger(Standstill.class);
    private static final Duration SAY_EVERY = Duration.ofMinutes(1);

    private final String group;
    private final LongSupplier ticker;
    private @Nullable Standing standing;
    private long saidAt;

    /** Begin, place and reason of a repetition. */
    private record Standing(long since, String at, String why) {}

    /**
     * @param ticker nanoseconds that only go on
     */
    Standstill(String group, LongSupplier ticker) {
        this.group = group;
        this.ticker = ticker;
    }

    /**
     * The same comes again, since the surroundings failed.
     *
     * @param at the first record that comes again; null where none could be read
     */
    public synchronized void repeats(@Nullable ConsumerRecord<?, ?> at, Throwable why) {
        long now = ticker.getAsLong();
        boolean begins = standing == null;
        var stands =
                new Standing(
                        standing == null ? now : standing.since(),
                        at == null
                                ? "unknown"
                                : at.topic() + "-" + at.partition() + "@" + at.offset(),
                        Outages.describe(why));
        standing = stands;
        if (begins || now - saidAt >= SAY_EVERY.toNanos()) {
            saidAt = now;
            log.atWarn()
                    .addKeyValue("group", group)
                    .addKeyValue("at", stands.at())
                    .addKeyValue("seconds", Duration.ofNanos(now - stands.since()).toSeconds())
                    .addKeyValue("error", stands.why())
                    .log("Consumer repeats at one offset until its surroundings work again");
        }
    }

    /** Everything that was read is handled. */
    public synchronized void passed() {
        if (standing != null) {
            log.atInfo()
                    .addKeyValue("group", group)
                    .addKeyValue("seconds", duration().toSeconds())
                    .log("Consumer goes on");
            standing = null;
        }
    }

    /** Time since it began to repeat; zero while it gets on. */
    public synchronized Duration duration() {
        return standing == null
                ? Duration.ZERO
                : Duration.ofNanos(ticker.getAsLong() - standing.since());
    }

    /** Place and reason, for people. */
    synchronized String description() {
        return standing == null ? "goes on" : standing.at() + ": " + standing.why();
    }
}
