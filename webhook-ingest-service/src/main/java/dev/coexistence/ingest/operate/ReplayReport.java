package dev.coexistence.ingest.operate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts of a replay that runs or ran: {@code events = same + changed + new}. Thread-safe. */
final class ReplayReport {
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong unreadable = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Map<FirstReading.Comparison, AtomicLong> events = new ConcurrentHashMap<>();

    /**
     * The counts at one moment.
     *
     * @param webhooks raw records read
     * @param same events that are what the first reading published
     * @param changed events that differ from it
     * @param added events where the first reading had none
     * @param lost items that were events in the first reading and are none now
     * @param unreadable items that are no event, the lost ones among them
     */
    record Counts(long webhooks, long same, long changed, long added, long lost, long unreadable) {
        long events() {
            return same + changed + added;
        }

        /** Items that differ from the first reading. */
        long different() {
            return changed + added + lost;
        }
    }

    void countRecord() {
        records.incrementAndGet();
    }

    void countEvent(FirstReading.Comparison comparison) {
        events.computeIfAbsent(comparison, _ -> new AtomicLong()).incrementAndGet();
    }

    void countUnreadable(boolean hadEvent) {
        unreadable.incrementAndGet();
        if (hadEvent) {
            lost.incrementAndGet();
        }
    }

    Counts counts() {
        return new Counts(
                records.get(),
                count(FirstReading.Comparison.SAME),
                count(FirstReading.Comparison.CHANGED),
                count(FirstReading.Comparison.NEW),
                lost.get(),
                unreadable.get());
    }

    private long count(FirstReading.Comparison comparison) {
        var count = events.get(comparison);
        return count == null ? 0 : count.get();
    }
}
