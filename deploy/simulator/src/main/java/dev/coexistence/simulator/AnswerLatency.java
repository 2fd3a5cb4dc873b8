package dev.coexistence.simulator;

import java.time.Duration;
import java.util.SplittableRandom;

/** The round trip added to Graph answers. */
final class AnswerLatency {
    private final Duration min;
    private final long spread;
    private final SplittableRandom chance;

    private AnswerLatency(Duration min, long spread, long seed) {
        this.min = min;
        this.spread = spread;
        this.chance = new SplittableRandom(seed);
    }

    static AnswerLatency fixed(Duration roundTrip) {
        return new AnswerLatency(roundTrip, 0, 1);
    }

    static AnswerLatency between(Duration min, Duration max, long seed) {
        if (max.compareTo(min) < 0) {
            throw new IllegalArgumentException("max must not be below min");
        }
        return new AnswerLatency(min, max.minus(min).toNanos(), seed);
    }

    Duration next() {
        if (spread == 0) {
            return min;
        }
        synchronized (this) {
            return min.plusNanos(chance.nextLong(spread + 1));
        }
    }
}
