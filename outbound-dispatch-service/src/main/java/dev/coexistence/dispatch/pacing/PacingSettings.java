package dev.coexistence.dispatch.pacing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How exactly a number is paced.
 *
 * @param enabled false sends without any budget: for measurements of the rest only
 * @param arrivalJitter J: how much more one message may take to the provider than another
 * @param timerSlack tau: how early a message may leave, which lets a late timer cost no rate
 * @param countInbound whether inbound messages count against the budget
 * @param countEchoes whether messages that the owner typed in the app count against the budget
 */
@ConfigurationProperties("dispatch.pacing")
public record PacingSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("6ms") Duration arrivalJitter,
        @DefaultValue("3ms") Duration timerSlack,
        @DefaultValue("true") boolean countInbound,
        @DefaultValue("true") boolean countEchoes) {
    /** Meta judges any sliding second. */
    public static final long WINDOW = 1_000_000_000L;

    private static final Duration MOST = Duration.ofMillis(10);

    public PacingSettings {
        if (arrivalJitter.isNegative() || timerSlack.isNegative()) {
            throw new IllegalArgumentException(
                    "dispatch.pacing.arrival-jitter and dispatch.pacing.timer-slack must not be negative");
        }
        if (arrivalJitter.plus(timerSlack).compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "dispatch.pacing.arrival-jitter and dispatch.pacing.timer-slack must not exceed 10 ms"
                            + " together: more would cost over one percent of the budget");
        }
    }

    public static PacingSettings defaults() {
        return new PacingSettings(true, Duration.ofMillis(6), Duration.ofMillis(3), true, true);
    }

    /** The window as the sender has to keep it, so that the provider never sees a fuller one. */
    public long guardedWindow() {
        return WINDOW + arrivalJitter.toNanos();
    }

    /** T: the pace that keeps any guarded window within the budget although one may leave early. */
    public long interval(int perSecond) {
        return Math.ceilDiv(guardedWindow() + timerSlack.toNanos(), perSecond);
    }
}
