package dev.coexistence.ingest.receive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Concurrency limiter of the requests that are being read or wait for the broker: by their number,
 * by the bytes that have come, and for each client by the requests that are still being read. It
 * refuses what does not fit and queues nothing. A request whose body comes slowly gives its place
 * to one that needs it, so that slow senders keep nobody out. Thread-safe.
 */
final class InFlightLimiter {
    /** No request is slow before that. */
    static final Duration PROMPT = Duration.ofMillis(250);

    /** A request with less is slow: the largest body takes a minute with it. */
    static final long SLOW_BYTES_PER_SECOND = 64 * 1024;

    private static final Duration PACE = Duration.ofSeconds(1);

    /** Bytes of a request without a place. */
    private static final long ABSENT = -1;

    private final Bounds bounds;
    private final SequencedSet<Place> reading = new LinkedHashSet<>();
    private final Map<Object, SequencedSet<Place>> readingByClient = new HashMap<>();
    private int requests;
    private long bytes;

    /**
     * Bounds of the limiter.
     *
     * @param requests in all
     * @param bytes in all
     * @param readingPerClient requests of one client whose bodies are still coming; zero for no
     *     bound
     */
    record Bounds(int requests, long bytes, int readingPerClient) {}

    /** Place of one request, with the pace at which its body comes. */
    static final class Place {
        private final Object client;
        private final Runnable giveWay;
        private long held = ABSENT;
        private long paceSince;
        private long paceBytes;

        /**
         * @param client key that tells its client from others
         * @param giveWay ends the reading, because others need the room; what the place held has
         *     been given back by then
         */
        Place(Object client, Runnable giveWay) {
            this.client = client;
            this.giveWay = giveWay;
        }

        private void take(long now) {
            held = 0;
            paceSince = now;
            paceBytes = 0;
        }

        private void addBytes(int bytes, long now) {
            if (now - paceSince > PACE.toNanos()) {
                paceSince = now;
                paceBytes = 0;
            }
            held += bytes;
            paceBytes += bytes;
        }

        /** By what came of late: bytes of long ago are no excuse. */
        private boolean isSlow(long now) {
            long nanos = now - paceSince;
            return nanos >= PROMPT.toNanos()
                    && paceBytes < SLOW_BYTES_PER_SECOND * nanos / PACE.toNanos();
        }
    }

    InFlightLimiter(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Takes a place for a request; false where requests whose bodies come promptly hold them all.
     *
     * @param length of the body as declared, zero where it is not: it reserves nothing, but where
     *     it does not fit now there is no use in beginning
     */
    boolean enter(Place place, long length, long now) {
        var leaving = new ArrayList<Place>();
        boolean entered;
        synchronized (this) {
            entered = makeRoomOfClient(place, now, leaving) && makeRoom(1, length, now, leaving);
            if (entered) {
                requests++;
                place.take(now);
                reading.add(place);
                readingByClient
                        .computeIfAbsent(place.client, _ -> new LinkedHashSet<>())
                        .add(place);
            }
        }
        leaving.forEach(gone -> gone.giveWay.run());
        return entered;
    }

    /** Takes room for bytes that came; false where there is none left. */
    boolean hold(Place place, int count, long now) {
        var leaving = new ArrayList<Place>();
        boolean held;
        synchronized (this) {
            held =
                    reading.contains(place)
                            && makeRoom(0, count, now, leaving)
                            && reading.contains(place);
            if (held) {
                bytes += count;
                place.addBytes(count, now);
            }
        }
        leaving.forEach(gone -> gone.giveWay.run());
        return held;
    }

    /** The body is complete: from now on the request gives way to nobody. */
    synchronized boolean finishReading(Place place) {
        return removeReading(place);
    }

    /** Gives the place, where it still has it, and all the bytes it holds back. */
    synchronized void leave(Place place) {
        if (place.held == ABSENT) {
            return;
        }
        removeReading(place);
        bytes -= place.held;
        place.held = ABSENT;
        requests--;
    }

    private boolean makeRoomOfClient(Place place, long now, List<Place> leaving) {
        var own = readingByClient.get(place.client);
        return bounds.readingPerClient() == 0
                || own == null
                || own.size() < bounds.readingPerClient()
                || makeWay(own, now, leaving);
    }

    private boolean makeRoom(int moreRequests, long moreBytes, long now, List<Place> leaving) {
        while (requests + moreRequests > bounds.requests() || bytes + moreBytes > bounds.bytes()) {
            if (!makeWay(reading, now, leaving)) {
                return false;
            }
        }
        return true;
    }

    /** The oldest of the slow ones goes; false where none is slow. */
    private boolean makeWay(SequencedSet<Place> places, long now, List<Place> leaving) {
        Optional<Place> slow = places.stream().filter(place -> place.isSlow(now)).findFirst();
        slow.ifPresent(place -> {
            leave(place);
            leaving.add(place);
        });
        return slow.isPresent();
    }

    private boolean removeReading(Place place) {
        readingByClient.computeIfPresent(
                place.client,
                (_, own) -> {
                    own.remove(place);
                    return own.isEmpty() ? null : own;
                });
        return reading.remove(place);
    }

    synchronized int requests() {
        return requests;
    }

    synchronized long bytes() {
        return bytes;
    }
}
