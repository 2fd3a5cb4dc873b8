package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.limiter.LibraryLimiters;
import dev.coexistence.benchmarks.rig.PollingWait;
import dev.coexistence.simulator.guarantees.SlidingSecond;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A limiter of a well-known library in its usual set-up for N a second, asked in a loop after a
 * moment of idleness and made anew half way, as a restart does.
 */
final class PeerLimiter {
    private static final Duration IDLE = Duration.ofMillis(1100);
    private static final Duration RUN = Duration.ofMillis(2500);
    private static final long LOOK = 200_000L;

    /** The libraries. */
    enum Kind {
        BUCKET4J("Bucket4j, greedy refill"),
        RESILIENCE4J("Resilience4j RateLimiter"),
        GUAVA("Guava RateLimiter");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private PeerLimiter() {}

    /** The worst sliding second of one run, at the limiter's own door: no network adds to it. */
    static double worst(Kind kind, int perSecond) {
        SlidingSecond judge = new SlidingSecond();
        for (int start = 0; start < 2; start++) {
            BooleanSupplier limiter = fresh(kind, perSecond);
            if (start == 0) {
                PollingWait.rest(IDLE);
            }
            long end = System.nanoTime() + RUN.toNanos();
            while (System.nanoTime() < end) {
                if (limiter.getAsBoolean()) {
                    judge.add(System.nanoTime());
                } else {
                    LockSupport.parkNanos(LOOK);
                }
            }
        }
        return judge.worst();
    }

    private static BooleanSupplier fresh(Kind kind, int perSecond) {
        return switch (kind) {
            case BUCKET4J -> {
                Bucket bucket = LibraryLimiters.bucket4j(perSecond);
                yield () -> bucket.tryConsume(1);
            }
            case RESILIENCE4J -> LibraryLimiters.resilience4j(perSecond)::acquirePermission;
            case GUAVA -> LibraryLimiters.guava(perSecond)::tryAcquire;
        };
    }
}
