package dev.coexistence.dispatch.simulation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only from event to event. */
final class VirtualTime implements InstantSource {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Event(long at, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now;
    private long order;

    long nanos() {
        return now;
    }

    @Override
    public Instant instant() {
        return instantAt(now);
    }

    Instant instantAt(long nanos) {
        return START.plusNanos(nanos);
    }

    void at(long nanos, Runnable action) {
        events.add(new Event(Math.max(nanos, now), order++, action));
    }

    void after(long nanos, Runnable action) {
        at(now + nanos, action);
    }

    /** Lets the next event happen; answers false where none is left before that time. */
    boolean step(long before) {
        Event next = events.peek();
        if (next == null || next.at() > before) {
            return false;
        }
        events.remove();
        now = next.at();
        next.action().run();
        return true;
    }

    long happened() {
        return order;
    }
}
