package dev.coexistence.simulator.number;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Customer service windows: the last message of each customer. Guarded by the number's lock. */
final class CustomerWindows {
    private static final Duration OPEN = Duration.ofHours(24);
    private static final int REMEMBERED = 100_000;

    private final Map<String, Instant> written =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                    return size() > REMEMBERED;
                }
            };

    void wrote(String customer, Instant at) {
        written.remove(customer);
        written.put(customer, at);
    }

    boolean open(String customer, Instant now) {
        Instant at = written.get(customer);
        return at != null && now.isBefore(at.plus(OPEN));
    }

    Map<String, Instant> all() {
        return Map.copyOf(written);
    }
}
