package dev.coexistence.dispatch.pacing;

/**
 * The last writes of a number, and the check that no sliding window holds more than its limit. It
 * knows nothing of the pacer: it is the independent check on it, made where the bytes are handed to
 * the socket. Thread-safe.
 */
public final class WriteRing {
    private final long window;
    private long[] times;
    private int limit;
    private int next;
    private int held;

    /**
     * @param limit writes in any window
     * @param window its length in nanoseconds
     */
    public WriteRing(int limit, long window) {
        this.limit = limit;
        this.window = window;
        this.times = new long[Math.min(limit, 20)];
    }

    /** Records a write at that time, or answers false where the window is full. */
    public synchronized boolean admit(long now) {
        if (held >= limit && now - back(limit) < window) {
            return false;
        }
        record(now);
        return true;
    }

    /** The last write was later than recorded. */
    public synchronized void last(long nanos) {
        if (held > 0 && nanos - back(1) > 0) {
            times[next - 1] = nanos;
        }
    }

    /** Changes the limit; the writes so far count against the new one. */
    public synchronized void limit(int writes) {
        limit = writes;
    }

    public synchronized int limit() {
        return limit;
    }

    /** Writes less than a window back. */
    public synchronized int inWindow(long now) {
        int count = 0;
        while (count < held && now - back(count + 1) < window) {
            count++;
        }
        return count;
    }

    /** Writes less than a second before that one, as far back as twice the limit. */
    synchronized int inSecondBefore(long write) {
        int count = 0;
        for (int i = 1; i <= held; i++) {
            long before = write - back(i);
            if (before >= PacingSettings.WINDOW) {
                return count;
            }
            if (before > 0) {
                count++;
            }
        }
        return count;
    }

    private void record(long now) {
        if (held == times.length && times.length < 2 * limit) {
            grow();
        }
        if (next == times.length) {
            next = 0;
        }
        times[next++] = now;
        held = Math.min(held + 1, times.length);
    }

    /** Doubles the room; only what was seen to be needed is taken. */
    private void grow() {
        long[] ordered = new long[Math.min(2 * limit, times.length * 2)];
        for (int i = 0; i < held; i++) {
            ordered[i] = back(held - i);
        }
        times = ordered;
        next = held;
    }

    private long back(int count) {
        int index = next - count;
        return times[index < 0 ? index + times.length : index];
    }
}
