package dev.coexistence.simulator.guarantees;

/**
 * The exact judge of a rate: keeps the stamps of the last second and the worst count ever seen.
 *
 * <p>A second is half open: two stamps exactly one second apart are not in the same one. Stamps
 * must not go backwards. Not thread-safe.
 */
public final class SlidingSecond {
    public static final long SECOND = 1_000_000_000L;

    private long[] stamps = new long[32];
    private int oldest;
    private int size;
    private int worst;
    private long latest = Long.MIN_VALUE;

    /** Number of stamps in the second that ends with {@code nanos}, this instant included. */
    public int countAt(long nanos) {
        forgetBefore(nanos);
        return size;
    }

    /** Adds a stamp and returns how many lie in the second that ends with it, itself included. */
    public int add(long nanos) {
        forgetBefore(nanos);
        if (size == stamps.length) {
            grow();
        }
        stamps[(oldest + size) & (stamps.length - 1)] = nanos;
        size++;
        worst = Math.max(worst, size);
        return size;
    }

    /** The largest count of any second so far. */
    public int worst() {
        return worst;
    }

    private void forgetBefore(long nanos) {
        if (latest != Long.MIN_VALUE && nanos - latest < 0) {
            throw new IllegalArgumentException("a stamp went back by " + (latest - nanos) + " ns");
        }
        latest = nanos;
        while (size > 0 && nanos - stamps[oldest] >= SECOND) {
            oldest = (oldest + 1) & (stamps.length - 1);
            size--;
        }
    }

    private void grow() {
        long[] larger = new long[stamps.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = stamps[(oldest + i) & (stamps.length - 1)];
        }
        stamps = larger;
        oldest = 0;
    }
}
