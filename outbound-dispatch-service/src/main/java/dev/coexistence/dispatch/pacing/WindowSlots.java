package dev.coexistence.dispatch.pacing;

import java.util.Arrays;

/**
 * The places in one window: each message takes one, and gives it free one window after the latest
 * time at which it can have arrived. Whichever place is free first is taken next, so a message that
 * was late on its way keeps nobody waiting but its own place. Times are nanoseconds of one
 * monotonic clock, compared by difference. Not thread-safe; takes memory only while it grows to the
 * limit.
 */
final class WindowSlots {
    /** Longer than any write takes to be known. */
    private static final long UNKNOWN = Long.MAX_VALUE / 4;

    private static final int SMALLEST = 16;

    /** Those taken, by when they are free again, the first of them first. */
    private long[] freeAt = new long[SMALLEST];

    private long[] taken = new long[SMALLEST];
    private int count;
    private long last;

    /** Takes a place, to be free only when more is said of it. */
    long take(long now) {
        if (count == freeAt.length) {
            freeAt = Arrays.copyOf(freeAt, count * 2);
            taken = Arrays.copyOf(taken, count * 2);
        }
        freeAt[count] = now + UNKNOWN;
        taken[count] = ++last;
        count++;
        return last;
    }

    /** That place is free from then on; nothing happens where it is free already. */
    void free(long place, long nanos) {
        int at = find(place);
        if (at < 0) {
            return;
        }
        while (at > 0 && freeAt[at - 1] - nanos > 0) {
            move(at - 1, at--);
        }
        while (at < count - 1 && freeAt[at + 1] - nanos < 0) {
            move(at + 1, at++);
        }
        freeAt[at] = nanos;
        taken[at] = place;
    }

    /** Gives free what is due, and tells whether fewer than the limit are taken. */
    boolean any(int limit, long now) {
        int due = 0;
        while (due < count && freeAt[due] - now <= 0) {
            due++;
        }
        if (due > 0) {
            count -= due;
            System.arraycopy(freeAt, due, freeAt, 0, count);
            System.arraycopy(taken, due, taken, 0, count);
        }
        return count < limit;
    }

    /** The later of that time and the first at which fewer than the limit can be taken. */
    long nextAt(long nanos, int limit) {
        if (count < limit) {
            return nanos;
        }
        long freed = freeAt[count - limit];
        return freed - nanos > 0 ? freed : nanos;
    }

    private int find(long place) {
        for (int i = count - 1; i >= 0; i--) {
            if (taken[i] == place) {
                return i;
            }
        }
        return -1;
    }

    private void move(int from, int to) {
        freeAt[to] = freeAt[from];
        taken[to] = taken[from];
    }
}
