package dev.coexistence.dispatch.pacing;

/**
 * How late a message can have been on its way to the provider: by no more than its round trip lies
 * above the shortest of late. Until enough are known, the whole round trip may have been lateness.
 * Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
public final class RoundTrips {
    private static final long REMEMBERED = 30_000_000_000L;
    private static final int ENOUGH = 100;

    private long since;
    private long shortest = Long.MAX_VALUE;
    private long shortestBefore = Long.MAX_VALUE;
    private int known;

    public RoundTrips(long now) {
        this.since = now;
    }

    /** Takes note of a round trip that ended now, and tells by how much it may have been late. */
    public long lateness(long roundTrip, long now) {
        if (now - since >= REMEMBERED) {
            shortestBefore = now - since >= 2 * REMEMBERED ? Long.MAX_VALUE : shortest;
            shortest = Long.MAX_VALUE;
            since = now;
        }
        shortest = Math.min(shortest, roundTrip);
        if (known < ENOUGH) {
            known++;
            return roundTrip;
        }
        return roundTrip - Math.min(shortest, shortestBefore);
    }
}
