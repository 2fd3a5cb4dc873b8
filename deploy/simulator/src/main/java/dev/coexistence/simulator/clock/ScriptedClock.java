package dev.coexistence.simulator.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Real time plus whatever the script has skipped. */
public final class ScriptedClock implements InstantSource {
    private final InstantSource real;
    private final List<Runnable> watchers = new ArrayList<>();
    private volatile Duration skipped = Duration.ZERO;

    public ScriptedClock(InstantSource real) {
        this.real = real;
    }

    @Override
    public Instant instant() {
        return real.instant().plus(skipped);
    }

    /** Lets time pass at once; what falls due meanwhile happens before this returns. */
    public void advance(Duration duration) {
        skipped = skipped.plus(duration);
        watchers.forEach(Runnable::run);
    }

    public void set(Instant now) {
        advance(Duration.between(instant(), now));
    }

    public Duration skipped() {
        return skipped;
    }

    public void onJump(Runnable watcher) {
        watchers.add(watcher);
    }
}
