package dev.coexistence.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import org.springframework.http.HttpHeaders;

/**
 * Rates of calls, per caller and per tenant, each a bucket of two seconds' worth. Each instance of
 * a service counts for itself. Thread-safe.
 */
final class CallRates {
    private static final int BURST_SECONDS = 2;
    private static final int MOST = 100_000;

    /** Longer than an empty bucket needs to be full again. */
    private static final Duration FORGET = Duration.ofMinutes(1);

    private final int callerRate;
    private final int tenantRate;
    private final String policy;
    private final Cache<String, Bucket> callers =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(FORGET).build();
    private final Cache<String, Bucket> tenants =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(FORGET).build();

    CallRates(int callerRate, int tenantRate) {
        this.callerRate = callerRate;
        this.tenantRate = tenantRate;
        this.policy = policy("caller", callerRate) + ", " + policy("tenant", tenantRate);
    }

    /**
     * Takes one call and writes what is left into the headers.
     *
     * @throws AccessRefusal where none is left
     */
    void take(Caller caller, HttpHeaders headers) {
        headers.set("RateLimit-Policy", policy);
        take("caller", callers, caller.kind() + " " + caller.id(), callerRate, headers);
        if (caller.tenant() != null) {
            take("tenant", tenants, caller.tenant(), tenantRate, headers);
        }
    }

    private static void take(
            String name, Cache<String, Bucket> buckets, String key, int rate, HttpHeaders headers) {
        ConsumptionProbe probe =
                buckets.get(key, _ -> bucket(rate)).tryConsumeAndReturnRemaining(1);
        long full = AccessRefusal.ceilSeconds(Duration.ofNanos(probe.getNanosToWaitForReset()));
        headers.add("RateLimit", '"' + name + "\";r=" + probe.getRemainingTokens() + ";t=" + full);
        if (!probe.isConsumed()) {
            throw AccessRefusal.tooFast(
                    "rate-of-" + name,
                    "More than "
                            + rate
                            + " requests a second of this "
                            + name
                            + " for longer than a moment",
                    Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private static Bucket bucket(int rate) {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity((long) rate * BURST_SECONDS)
                                .refillGreedy(rate, Duration.ofSeconds(1)))
                .build();
    }

    private static String policy(String name, int rate) {
        return '"' + name + "\";q=" + (long) rate * BURST_SECONDS + ";w=" + BURST_SECONDS;
    }
}
