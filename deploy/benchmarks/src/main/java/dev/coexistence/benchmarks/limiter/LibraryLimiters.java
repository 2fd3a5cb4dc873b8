package dev.coexistence.benchmarks.limiter;

import com.google.common.util.concurrent.RateLimiter;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;

/** Limiters of well-known libraries in their usual set-up for N a second. */
public final class LibraryLimiters {
    private LibraryLimiters() {}

    public static Bucket bucket4j(int perSecond) {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withNanosecondPrecision()
                .build();
    }

    public static io.github.resilience4j.ratelimiter.RateLimiter resilience4j(int perSecond) {
        return io.github.resilience4j.ratelimiter.RateLimiter.of(
                "peer",
                RateLimiterConfig.custom()
                        .limitForPeriod(perSecond)
                        .limitRefreshPeriod(Duration.ofSeconds(1))
                        .timeoutDuration(Duration.ZERO)
                        .build());
    }

    public static RateLimiter guava(int perSecond) {
        return RateLimiter.create(perSecond);
    }
}
