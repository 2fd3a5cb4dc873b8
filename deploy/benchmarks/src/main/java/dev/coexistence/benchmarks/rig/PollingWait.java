package dev.coexistence.benchmarks.rig;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting with an end. */
public final class PollingWait {
    private static final Duration LOOK = Duration.ofMillis(50);

    private PollingWait() {}

    public static void await(String what, Duration atMost, BooleanSupplier condition) {
        await(what, atMost, LOOK, condition);
    }

    /** Looks only that often, as the look itself costs something. */
    public static void await(
            String what, Duration atMost, Duration every, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("After " + atMost + " still not: " + what);
            }
            rest(every);
        }
    }

    /** Lets that much time pass. */
    public static void rest(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        long left = duration.toNanos();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = end - System.nanoTime();
        }
    }
}
