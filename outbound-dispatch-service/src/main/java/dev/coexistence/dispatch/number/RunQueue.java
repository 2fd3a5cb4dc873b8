package dev.coexistence.dispatch.number;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** Run queue and timers of the lanes. A lane that has nothing to do is in neither. */
final class RunQueue {
    private static final long NEVER = Long.MAX_VALUE;

    /**
     * Nanoseconds beyond which a lane waits for an event, such as an answer, and not for a time.
     */
    private static final long FAR = Duration.ofDays(1).toNanos();

    /** A lane and when it runs. */
    static final class Slot {
        final String number;
        final NumberLane lane;
        private long wakeAt = NEVER;
        private boolean touched;

        Slot(String number, NumberLane lane) {
            this.number = number;
            this.lane = lane;
        }

        /** True where something happened to it since it ran. */
        boolean touched() {
            return touched;
        }
    }

    private record Wake(long at, Slot slot) {}

    private final ArrayDeque<Slot> touched = new ArrayDeque<>();
    private final PriorityQueue<Wake> wakes =
            new PriorityQueue<>(Comparator.comparingLong(Wake::at));

    /** Something happened to it: it runs next. */
    void soon(Slot slot) {
        if (!slot.touched) {
            slot.touched = true;
            touched.add(slot);
        }
    }

    /**
     * Runs what is due.
     *
     * @param present false of a slot that was given up: it runs no more
     * @return when the next is due, or {@link Long#MAX_VALUE}
     */
    long run(long now, Predicate<Slot> present) {
        while (!wakes.isEmpty() && wakes.peek().at() - now <= 0) {
            Wake wake = wakes.remove();
            if (wake.slot().wakeAt == wake.at()) {
                wake.slot().wakeAt = NEVER;
                soon(wake.slot());
            }
        }
        while (true) {
            Slot slot = touched.poll();
            if (slot == null) {
                return wakes.isEmpty() ? NEVER : wakes.peek().at();
            }
            slot.touched = false;
            if (present.test(slot)) {
                long at = slot.lane.run();
                wakeAt(slot, at - now > FAR ? NEVER : at);
            }
        }
    }

    private void wakeAt(Slot slot, long at) {
        if (at != slot.wakeAt) {
            slot.wakeAt = at;
            if (at != NEVER) {
                wakes.add(new Wake(at, slot));
            }
        }
    }
}
