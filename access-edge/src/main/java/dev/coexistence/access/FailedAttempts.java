package dev.coexistence.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.coexistence.http.ClientAddress;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Failed tokens, keys and log-ins of each client address. Beyond so many a minute a failure is told
 * to wait. Right credentials pass all the time: where a proxy makes all clients one address, a
 * guesser locks nobody out, and 256 random bits need no lock. Thread-safe.
 */
public final class FailedAttempts {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    /**
     * Addresses that are remembered at most. Of more that fail within a period some are forgotten
     * and begin anew: memory is bounded, and each guess is as hopeless as before.
     */
    static final int MOST = 100_000;

    private final Cache<ClientAddress, Bucket> addresses =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(PERIOD).build();

    private final int perMinute;

    FailedAttempts(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Notes a failure; the refusal to answer instead where there have been too many, or null. */
    public @Nullable AccessRefusal note(ClientAddress address) {
        ConsumptionProbe probe =
                addresses.get(address, _ -> bucket()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? null
                : AccessRefusal.tooFast(
                        "too-many-failures",
                        "Too many refused credentials from this address",
                        Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** Number of addresses that are remembered. */
    long size() {
        addresses.cleanUp();
        return addresses.estimatedSize();
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
                .build();
    }
}
