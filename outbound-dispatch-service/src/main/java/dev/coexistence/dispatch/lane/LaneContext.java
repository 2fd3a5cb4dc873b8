package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.pacing.Clearances;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.pacing.RoundTrips;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.LongSupplier;

/** What all lanes share. */
final class LaneContext {
    /** What a simulation that tests its watchers believes of a lateness at most. */
    static final long LATENESS_CAP = 500_000_000L;

    private final Clocks clocks;
    private final LaneSettings settings;
    private final PacingSettings pacing;
    private final Set<Rule> rules;
    private final LaneActions actions;
    private final IntentHorizon horizon;
    private final RoundTrips roundTrips;
    private final Clearances clearances;
    private long ids;
    private long leaseEnd;
    private boolean leased;

    /** Monotonic time for pacing, wall-clock time for what was promised in it. */
    record Clocks(LongSupplier ticker, InstantSource time) {}

    LaneContext(
            Clocks clocks,
            LaneSettings settings,
            PacingSettings pacing,
            Set<Rule> rules,
            LaneActions actions) {
        this.clocks = clocks;
        this.settings = settings;
        this.pacing = pacing;
        this.rules = rules;
        this.actions = actions;
        this.horizon = new IntentHorizon(settings.intentAhead().toNanos());
        this.roundTrips = new RoundTrips(now());
        this.clearances = new Clearances(pacing);
    }

    long now() {
        return clocks.ticker().getAsLong();
    }

    Instant wallClock() {
        return clocks.time().instant();
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

    Clearances clearances() {
        return clearances;
    }

    LaneActions actions() {
        return actions;
    }

    boolean keeps(Rule rule) {
        return rules.contains(rule);
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
    boolean leaseLapsed(long now) {
        return leased && leaseEnd - now <= 0;
    }

    /** Now, where ownership is proven; otherwise later than any time asked about. */
    long writableAt(long now) {
        return leased && leaseEnd - now > 0 ? now : Long.MAX_VALUE;
    }
}
