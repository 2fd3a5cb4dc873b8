package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.pacing.IntentHorizon;
import dev.coexistence.dispatch.pacing.LaneSettings;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.pacing.PartitionClearances;
import dev.coexistence.dispatch.pacing.RoundTrips;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * State that all lanes share: clocks, settings, the lease, and the actions that follow from the
 * present event.
 */
final class LaneContext {
    private final LongSupplier ticker;
    private final InstantSource time;
    private final LaneSettings settings;
    private final PacingSettings pacing;
    private final IntentHorizon horizon;
    private final RoundTrips roundTrips;
    private final PartitionClearances clearances;
    private List<NumberAction> actions = new ArrayList<>();
    private long ids;
    private long leaseEnd;
    private boolean leased;

    /**
     * @param ticker monotonic nanoseconds, for pacing
     * @param time wall clock, for what was promised in it
     */
    LaneContext(
            LongSupplier ticker, InstantSource time, LaneSettings settings, PacingSettings pacing) {
        this.ticker = ticker;
        this.time = time;
        this.settings = settings;
        this.pacing = pacing;
        this.horizon = new IntentHorizon(settings.intentAhead().toNanos());
        this.roundTrips = new RoundTrips(now());
        this.clearances = new PartitionClearances(pacing);
    }

    long now() {
        return ticker.getAsLong();
    }

    Instant wallClock() {
        return time.instant();
    }

    /** That instant by the monotonic clock; one to come is now. */
    long monotonic(Instant instant) {
        return now() - Math.max(0, Duration.between(instant, wallClock()).toNanos());
    }

    LaneSettings settings() {
        return settings;
    }

    PacingSettings pacing() {
        return pacing;
    }

    IntentHorizon horizon() {
        return horizon;
    }

    RoundTrips roundTrips() {
        return roundTrips;
    }

    PartitionClearances clearances() {
        return clearances;
    }

    /** Adds to what follows from the present event. */
    void act(NumberAction action) {
        actions.add(action);
    }

    /** Everything that follows from the events so far, in order; each action is handed out once. */
    List<NumberAction> takeActions() {
        if (actions.isEmpty()) {
            return List.of();
        }
        List<NumberAction> taken = actions;
        actions = new ArrayList<>();
        return taken;
    }

    long nextId() {
        return ++ids;
    }

    /** Ownership is proven until then. */
    void leasedUntil(long nanos) {
        leaseEnd = nanos;
        leased = true;
    }

    /** True where ownership was proven once, and is no more. */
    boolean hasLeaseLapsed(long now) {
        return leased && leaseEnd - now <= 0;
    }

    /** Now, where ownership is proven; otherwise later than any time asked about. */
    long writableAt(long now) {
        return leased && leaseEnd - now > 0 ? now : Long.MAX_VALUE;
    }
}
