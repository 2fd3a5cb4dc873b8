package dev.coexistence.dispatch.queue;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the queue.
 *
 * @param lease how long an owner may write to Meta after it last proved its ownership; shorter than
 *     the consumer group's session
 * @param unknownDeadline how long evidence is waited for before a command's policy for the unknown
 *     decides
 * @param keepEnded how long a command that ended is remembered, and with it its idempotency key
 * @param sweepEvery how often expired, scheduled and unknown commands are looked for
 * @param journalBatch records of what was intended and what came of it, written in one transaction
 * @param readers statements that read queues at the same time
 */
@ConfigurationProperties("dispatch.queue")
public record QueueSettings(
        @DefaultValue("3s") Duration lease,
        @DefaultValue("2m") Duration unknownDeadline,
        @DefaultValue("8d") Duration keepEnded,
        @DefaultValue("250ms") Duration sweepEvery,
        @DefaultValue("1000") int journalBatch,
        @DefaultValue("4") int readers) {

    public QueueSettings {
        if (lease.compareTo(Duration.ofMillis(500)) < 0
                || lease.compareTo(Duration.ofSeconds(5)) > 0) {
            throw new IllegalArgumentException(
                    "dispatch.queue.lease must be from 500 ms to 5 s, so that it ends before the"
                            + " consumer group gives the partitions away; was "
                            + lease);
        }
        if (journalBatch < 1) {
            throw new IllegalArgumentException(
                    "dispatch.queue.journal-batch must be at least 1, was " + journalBatch);
        }
        if (readers < 1) {
            throw new IllegalArgumentException(
                    "dispatch.queue.readers must be at least 1, was " + readers);
        }
    }

    public static QueueSettings defaults() {
        return new QueueSettings(
                Duration.ofSeconds(3),
                Duration.ofMinutes(2),
                Duration.ofDays(8),
                Duration.ofMillis(250),
                1000,
                4);
    }
}
