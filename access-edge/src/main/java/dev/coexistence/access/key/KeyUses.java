package dev.coexistence.access.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.coexistence.access.AuditLog;
import dev.coexistence.access.Caller;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uses of API keys, told to the audit: the first of a key and then one an hour, by each instance.
 * The owner of the keys shows the newest as the last use. Thread-safe, and never waits.
 */
final class KeyUses {
    /** Action of the entries. */
    static final String ACTION = "api-key.use";

    private static final Logger log = LoggerFactory.getLogger(KeyUses.class);
    private static final Duration PERIOD = Duration.ofHours(1);

    private final EventPublisher publisher;
    private final InstantSource time;
    private final Executor executor;
    private final Cache<String, Boolean> told =
            Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(PERIOD).build();

    /**
     * @param executor that may wait for the broker
     */
    KeyUses(EventPublisher publisher, InstantSource time, Executor executor) {
        this.publisher = publisher;
        this.time = time;
        this.executor = executor;
    }

    void note(Caller caller) {
        if (told.getIfPresent(caller.id()) == null
                && told.asMap().putIfAbsent(caller.id(), true) == null) {
            executor.execute(() -> publish(caller));
        }
    }

    private void publish(Caller caller) {
        var entry =
                AuditLog.entry(
                        time.instant(), caller, ACTION, caller.id(), caller.tenant(), null, null);
        var unused =
                publisher
                        .publish(Topics.AUDIT, entry.getEntryId(), entry)
                        .exceptionally(failure -> {
                            told.invalidate(caller.id());
                            log.atWarn()
                                    .addKeyValue("key", caller.id())
                                    .addKeyValue("error", failure.toString())
                                    .log("The use of an API key could not be written down");
                            return null;
                        });
    }
}
