package dev.coexistence.ingest.receive;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.IngestMetrics.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Request in flight: gives back what it holds exactly once and is counted exactly once. */
final class InFlightRequest {
    private final InFlightLimiter limiter;
    private final IngestMetrics metrics;
    private final LongSupplier nanoTime;
    private final InFlightLimiter.Place place;
    private final long began;
    private final AtomicBoolean counted = new AtomicBoolean();
    private volatile boolean handedOver;
    private volatile @Nullable Runnable stopReading;

    /**
     * @param client key that tells the client from others
     */
    InFlightRequest(
            InFlightLimiter limiter, IngestMetrics metrics, LongSupplier nanoTime, Object client) {
        this.limiter = limiter;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.place = new InFlightLimiter.Place(client, this::giveWay);
        this.began = nanoTime.getAsLong();
    }

    /** Takes a place; false where there is none. */
    boolean admit(long length) {
        return limiter.enter(place, length, began);
    }

    /**
     * @param stop ends the reading where others need the room; may be called from any thread
     */
    void startReading(Runnable stop) {
        stopReading = stop;
    }

    private void giveWay() {
        var stop = stopReading;
        if (stop != null) {
            stop.run();
        }
    }

    /** Takes room for bytes that came; false where there is none, or the place is gone. */
    boolean hold(int count) {
        return limiter.hold(place, count, nanoTime.getAsLong());
    }

    /** The body is complete; false where the place has gone to another. */
    boolean finishReading() {
        return limiter.finishReading(place);
    }

    /** The broker's client holds the bytes from now on, even if the client goes away. */
    void handOver() {
        handedOver = true;
    }

    void release() {
        limiter.leave(place);
    }

    void countAccepted(long bodyBytes) {
        if (counted.compareAndSet(false, true)) {
            metrics.countAccepted(Duration.ofNanos(nanoTime.getAsLong() - began), bodyBytes);
        }
    }

    void count(Outcome outcome) {
        if (counted.compareAndSet(false, true)) {
            metrics.count(outcome);
        }
    }

    /** The exchange is over, however it went. */
    void close() {
        if (!handedOver) {
            release();
        }
        count(Outcome.ABANDONED);
    }
}
