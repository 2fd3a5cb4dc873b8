package dev.coexistence.local.story.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again and again until something is so, or long enough has passed. */
public final class PollingWait {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration LOOK = Duration.ofMillis(100);

    private PollingWait() {}

    /** Looks until it is so or the time is over; returns the last look. */
    public static <T> T await(Duration time, Supplier<T> look, Predicate<T> so) {
        var deadline = CLOCK.instant().plus(time);
        T seen = look.get();
        while (!so.test(seen) && CLOCK.instant().isBefore(deadline)) {
            pause(LOOK);
            seen = look.get();
        }
        return seen;
    }

    private static void pause(Duration time) {
        var end = CLOCK.instant().plus(time);
        while (CLOCK.instant().isBefore(end)) {
            LockSupport.parkNanos(Duration.between(CLOCK.instant(), end).toNanos());
        }
    }
}
