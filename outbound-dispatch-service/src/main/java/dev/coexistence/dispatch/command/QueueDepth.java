package dev.coexistence.dispatch.command;

import java.util.Arrays;

/** Counts of a number's commands that wait or are under way, by priority. */
public final class QueueDepth {
    private final long[] counts = new long[Priority.COUNT];
    private final long[] whileEnding = new long[Priority.COUNT];
    private boolean ending;

    public void add(Priority priority) {
        counts[priority.ordinal()]++;
        if (ending) {
            whileEnding[priority.ordinal()]++;
        }
    }

    public void increment(Priority priority) {
        counts[priority.ordinal()]++;
    }

    public void decrement(Priority priority) {
        counts[priority.ordinal()]--;
    }

    public void set(Priority priority, long count) {
        counts[priority.ordinal()] = count;
    }

    public void reset() {
        Arrays.fill(counts, 0);
    }

    /** All that waits is being ended; what arrives from now on is not. Answers false if it was. */
    public boolean startEnding() {
        boolean first = !ending;
        ending = true;
        return first;
    }

    /** All was ended but what arrived meanwhile. */
    public void finishEnding() {
        ending = false;
        System.arraycopy(whileEnding, 0, counts, 0, counts.length);
        Arrays.fill(whileEnding, 0);
    }

    public long count(Priority priority) {
        return Math.max(0, counts[priority.ordinal()]);
    }

    /** Messages: all but signals. */
    public long messages() {
        return Arrays.stream(counts()).sum() - count(Priority.SIGNAL);
    }

    /** Commands of more urgent priorities; signals stand in no line with others. */
    public long countAbove(Priority priority) {
        return priority == Priority.SIGNAL
                ? 0
                : Arrays.stream(Priority.values())
                        .filter(other -> other.compareTo(priority) < 0)
                        .mapToLong(this::count)
                        .sum();
    }

    public long[] counts() {
        return Arrays.stream(counts).map(count -> Math.max(0, count)).toArray();
    }
}
