package dev.coexistence.dispatch.ownership;

import java.util.function.LongSupplier;

/**
 * Until when this instance may write to Meta, by its own monotonic clock: a lease counts from
 * before the request that renewed it. Thread-safe.
 */
public final class Lease {
    /** Allowance for clocks that differ over one lease. */
    private static final double DRIFT = 0.98;

    private final LongSupplier ticker;
    private final long length;
    private volatile long end;

    public Lease(LongSupplier ticker, long lengthNanos) {
        this.ticker = ticker;
        this.length = (long) (lengthNanos * DRIFT);
        this.end = ticker.getAsLong();
    }

    /** Renewed by a request that was begun then; answers until when it holds. */
    public long renew(long begunNanos) {
        end = begunNanos + length;
        return end;
    }

    public boolean isHeldAt(long nanos) {
        return end - nanos > 0;
    }

    public boolean isHeld() {
        return isHeldAt(ticker.getAsLong());
    }
}
