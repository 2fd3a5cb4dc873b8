package dev.coexistence.dispatch.pacing;

/**
 * Upper bound of a message's lateness on its way to the provider: by no more than its round trip
 * lies above the shortest. Until enough are known, the whole round trip may have been lateness. The
 * shortest is remembered for at least ten minutes and for as long as few were made since: a machine
 * that is short of time makes all round trips longer for a while, and yet some ways stay short.
 * Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
public final class RoundTrips {
    private static final long REMEMBERED = 600_000_000_000L;
    private static final int ENOUGH = 100;

    private long since;
    private long shortest = Long.MAX_VALUE;
    private long shortestBefore = Long.MAX_VALUE;
    private int known;
    private int knownSince;

    public RoundTrips(long now) {
        this.since = now;
    }

    /** Takes note of a round trip that ended now, and tells by how much it may have been late. */
    public long lateness(long roundTrip, long now) {
        if (now - since >= REMEMBERED && knownSince >= ENOUGH) {
            shortestBefore = shortest;
            shortest = Long.MAX_VALUE;
            since = now;
            knownSince = 0;
        }
        knownSince++;
        shortest = Math.min(shortest, roundTrip);
        if (known < ENOUGH) {
            known++;
            return roundTrip;
        }
        return roundTrip - Math.min(shortest, shortestBefore);
    }
}
