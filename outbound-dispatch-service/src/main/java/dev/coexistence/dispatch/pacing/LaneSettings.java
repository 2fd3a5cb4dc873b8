package dev.coexistence.dispatch.pacing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of how the messages of a number are chosen and retried.
 *
 * @param intentAhead how long at least before its turn a message's intent is made durable, up to
 *     ten times that where the disk is slow; what is intended when the dispatcher dies becomes
 *     unknown
 * @param headsPerRecipient messages of one recipient kept in memory
 * @param bulkFloor one in so many messages is BULK where any waits, whatever else does
 * @param numberGrace how long a command for a number without connection waits for that connection
 * @param maxAttempts requests of one message that Meta may refuse for the moment before it is given
 *     up
 * @param firstBackoff pause after the first such refusal; doubles from there
 * @param maxBackoff ceiling for that pause
 * @param idleFor after which a number without work is forgotten
 */
@ConfigurationProperties("dispatch.lane")
public record LaneSettings(
        @DefaultValue("100ms") Duration intentAhead,
        @DefaultValue("4") int headsPerRecipient,
        @DefaultValue("20") int bulkFloor,
        @DefaultValue("30s") Duration numberGrace,
        @DefaultValue("5") int maxAttempts,
        @DefaultValue("1s") Duration firstBackoff,
        @DefaultValue("1m") Duration maxBackoff,
        @DefaultValue("5m") Duration idleFor) {

    public LaneSettings {
        atLeastOne("heads-per-recipient", headsPerRecipient);
        atLeastOne("max-attempts", maxAttempts);
        if (bulkFloor < 2) {
            throw new IllegalArgumentException(
                    "dispatch.lane.bulk-floor must be at least 2, was " + bulkFloor);
        }
    }

    public static LaneSettings defaults() {
        return new LaneSettings(
                Duration.ofMillis(100),
                4,
                20,
                Duration.ofSeconds(30),
                5,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5));
    }

    /** The pause after that many refusals in a row. */
    public long backoff(int refusals) {
        long pause = firstBackoff.toNanos() << Math.min(Math.max(0, refusals - 1), 20);
        return Math.min(pause, maxBackoff.toNanos());
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "dispatch.lane." + key + " must be at least 1, was " + value);
        }
    }
}
