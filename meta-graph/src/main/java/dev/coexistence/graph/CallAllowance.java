package dev.coexistence.graph;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Sliding log of the calls of each WABA in the last hour. It keeps the calls that nobody waits for
 * below Meta's limit (200 an hour, 5000 for an active WABA; Graph API, rate limits), so that those
 * somebody waits for still go through. Thread-safe.
 */
public final class CallAllowance {
    private static final Duration HOUR = Duration.ofHours(1);

    private final int perHour;
    private final InstantSource time;
    private final Map<String, ArrayDeque<Instant>> calls = new HashMap<>();

    public CallAllowance(int perHour, InstantSource time) {
        this.perHour = perHour;
        this.time = time;
    }

    /** Takes that many calls, or none where the hour's are used up. */
    public synchronized boolean take(String wabaId, int count) {
        Instant now = time.instant();
        calls.values().forEach(times -> times.removeIf(at -> !at.isAfter(now.minus(HOUR))));
        calls.values().removeIf(ArrayDeque::isEmpty);
        var times = calls.computeIfAbsent(wabaId, _ -> new ArrayDeque<>());
        if (times.size() + count > perHour) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            times.add(now);
        }
        return true;
    }
}
