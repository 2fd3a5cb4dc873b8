package dev.coexistence.ingest.receive;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.IngestMetrics.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** One request under way: gives back what it holds exactly once and is counted exactly once. */
final class Reception {
    private final InFlight inFlight;
    private final IngestMetrics metrics;
    private final LongSupplier nanoTime;
    private final long began;
    private final AtomicBoolean released = new AtomicBoolean();
    private final AtomicBoolean counted = new AtomicBoolean();
    private volatile boolean handedOver;
    private volatile long held = -1;

    Reception(InFlight inFlight, IngestMetrics metrics, LongSupplier nanoTime) {
        this.inFlight = inFlight;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    /** Takes a place and room for the body; false where either is lacking. */
    boolean admit(long bytes) {
        if (!inFlight.enter()) {
            return false;
        }
        if (!inFlight.hold(bytes)) {
            inFlight.leave(0);
            return false;
        }
        held = bytes;
        return true;
    }

    /** The broker's client holds the bytes from now on, even if the client goes away. */
    void handOver() {
        handedOver = true;
    }

    void release() {
        if (held >= 0 && released.compareAndSet(false, true)) {
            inFlight.leave(held);
        }
    }

    void accepted(long bodyBytes) {
        if (counted.compareAndSet(false, true)) {
            metrics.accepted(Duration.ofNanos(nanoTime.getAsLong() - began), bodyBytes);
        }
    }

    void ended(Outcome outcome) {
        if (counted.compareAndSet(false, true)) {
            metrics.ended(outcome);
        }
    }

    /** The exchange is over, however it went. */
    void ended() {
        if (!handedOver) {
            release();
        }
        ended(Outcome.ABANDONED);
    }
}
