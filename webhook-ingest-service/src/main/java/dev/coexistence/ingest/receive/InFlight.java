package dev.coexistence.ingest.receive;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the requests that are being read or wait for the broker, by their number and by the bytes
 * they hold. What does not fit is refused, never queued. Thread-safe.
 */
final class InFlight {
    private final int maxRequests;
    private final long maxBytes;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    InFlight(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /** Takes a place for a request; false where all are taken. */
    boolean enter() {
        if (requests.incrementAndGet() > maxRequests) {
            requests.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Takes room for bytes of a request that has a place; false where there is none left. */
    boolean hold(long count) {
        if (bytes.addAndGet(count) > maxBytes) {
            bytes.addAndGet(-count);
            return false;
        }
        return true;
    }

    /** Gives the place and all the bytes it holds back. */
    void leave(long held) {
        bytes.addAndGet(-held);
        requests.decrementAndGet();
    }

    int requests() {
        return requests.get();
    }

    long bytes() {
        return bytes.get();
    }
}
