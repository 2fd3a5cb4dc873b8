package dev.coexistence.benchmarks.limiter;

import com.google.common.util.concurrent.RateLimiter;
import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.pacing.PacingSettings;
import io.github.bucket4j.Bucket;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision of each limiter, the reading of the clock and the bookkeeping included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class LimiterArms {
    private static final int PER_SECOND = 80;

    private final Budget ours =
            new Budget(PER_SECOND, PacingSettings.defaults(), System.nanoTime());
    private final Bucket bucket4j = LibraryLimiters.bucket4j(PER_SECOND);
    private final io.github.resilience4j.ratelimiter.RateLimiter resilience4j =
            LibraryLimiters.resilience4j(PER_SECOND);
    private final RateLimiter guava = LibraryLimiters.guava(PER_SECOND);

    @Benchmark
    public long clockAlone() {
        return System.nanoTime();
    }

    @Benchmark
    public boolean ours() {
        long now = System.nanoTime();
        if (!ours.tryTake(now)) {
            return false;
        }
        ours.answered(ours.place(), now);
        return true;
    }

    @Benchmark
    public boolean bucket4j() {
        return bucket4j.tryConsume(1);
    }

    @Benchmark
    public boolean resilience4j() {
        return resilience4j.acquirePermission();
    }

    @Benchmark
    public boolean guava() {
        return guava.tryAcquire();
    }
}
