package dev.coexistence.simulator.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Delays of the statuses of an accepted message, counted from its acceptance; null = never. */
public record StatusPlan(
        @Nullable Duration sentAfter,
        @Nullable Duration deliveredAfter,
        @Nullable Duration readAfter) {

    public static StatusPlan defaults() {
        return new StatusPlan(Duration.ofMillis(30), Duration.ofMillis(80), null);
    }

    public static StatusPlan none() {
        return new StatusPlan(null, null, null);
    }
}
