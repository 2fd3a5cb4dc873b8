package dev.coexistence.dispatch.command;

import java.util.Arrays;

/** Counts of a number's commands that wait or are under way, by priority. */
public final class QueueDepth {
    private final long[] counts = new long[Priority.COUNT];
    private final long[] whileEnding = new long[Priority.COUNT];
    private boolean ending;

    public void arrived(Priority priority) {
        counts[priority.ordinal()]++;
        if (ending) {
            whileEnding[priority.ordinal()]++;
        }
    }

    public void more(Priority priority) {
        counts[priority.ordinal()]++;
    }

    public void less(Priority priority) {
        counts[priority.ordinal()]--;
    }

    public void is(Priority priority, long count) {
        counts[priority.ordinal()] = count;
    }

    public void nothing() {
        Arrays.fill(counts, 0);
    }

    /** All that waits is being ended; what arrives from now on is not. Answers false if it was. */
    public boolean ends() {
        boolean first = !ending;
        ending = true;
        return first;
    }

    /** All was ended but what arrived meanwhile. */
    public void ended() {
        ending = false;
        System.arraycopy(whileEnding, 0, counts, 0, counts.length);
        Arrays.fill(whileEnding, 0);
    }

    public long of(Priority priority) {
        return Math.max(0, counts[priority.ordinal()]);
    }

    /** Commands of more urgent priorities. */
    public long above(Priority priority) {
        return Arrays.stream(Priority.values())
                .filter(other -> other.compareTo(priority) < 0)
                .mapToLong(this::of)
                .sum();
    }

    public long[] counts() {
        return Arrays.stream(counts).map(count -> Math.max(0, count)).toArray();
    }
}
