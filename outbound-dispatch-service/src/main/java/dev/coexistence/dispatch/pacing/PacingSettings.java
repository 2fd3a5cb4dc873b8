package dev.coexistence.dispatch.pacing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the pacing.
 *
 * @param enabled false sends without any budget: for measurements of the rest only
 * @param arrivalJitter J: how much the way to the provider may differ unseen by round trips; at
 *     most 10 ms, as it costs that part of each second
 * @param countInbound whether inbound messages count against the budget
 * @param countEchoes whether messages that the owner typed in the app count against the budget
 */
@ConfigurationProperties("dispatch.pacing")
public record PacingSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("6ms") Duration arrivalJitter,
        @DefaultValue("true") boolean countInbound,
        @DefaultValue("true") boolean countEchoes) {
    /** Meta judges any sliding second. */
    public static final long WINDOW = 1_000_000_000L;

    private static final Duration MOST = Duration.ofMillis(10);

    public PacingSettings {
        if (arrivalJitter.isNegative() || arrivalJitter.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "dispatch.pacing.arrival-jitter must be between 0 and 10 ms, was "
                            + arrivalJitter.toMillis()
                            + " ms: more would cost over one percent of the budget");
        }
    }

    public static PacingSettings defaults() {
        return new PacingSettings(true, Duration.ofMillis(6), true, true);
    }

    /** True where anything but sending uses up budget. */
    public boolean countsTraffic() {
        return countInbound || countEchoes;
    }

    /** The window as the sender has to keep it, so that the provider never sees a fuller one. */
    public long guardedWindow() {
        return WINDOW + arrivalJitter.toNanos();
    }

    /** T: the even distance of two messages. */
    long interval(int perSecond) {
        return Math.ceilDiv(guardedWindow(), perSecond);
    }
}
