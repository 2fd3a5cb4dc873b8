package dev.coexistence.ingest.receive;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.IngestMetrics.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One request under way: gives back what it holds exactly once and is counted exactly once. */
final class Reception {
    private final InFlight inFlight;
    private final IngestMetrics metrics;
    private final LongSupplier nanoTime;
    private final InFlight.Place place;
    private final long began;
    private final AtomicBoolean counted = new AtomicBoolean();
    private volatile boolean handedOver;
    private volatile @Nullable Runnable stopReading;

    /**
     * @param client what tells the client from others
     */
    Reception(InFlight inFlight, IngestMetrics metrics, LongSupplier nanoTime, Object client) {
        this.inFlight = inFlight;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.place = new InFlight.Place(client, this::giveWay);
        this.began = nanoTime.getAsLong();
    }

    /** Takes a place; false where there is none. */
    boolean admit(long length) {
        return inFlight.enter(place, length, began);
    }

    /**
     * @param stop ends the reading where others need the room; may be called from any thread
     */
    void reading(Runnable stop) {
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
        return inFlight.hold(place, count, nanoTime.getAsLong());
    }

    /** The body is complete; false where the place has gone to another. */
    boolean read() {
        return inFlight.read(place);
    }

    /** The broker's client holds the bytes from now on, even if the client goes away. */
    void handOver() {
        handedOver = true;
    }

    void release() {
        inFlight.leave(place);
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
