package dev.coexistence.simulator.trace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last arrivals of all numbers together; the oldest make room. */
public final class ArrivalLog {
    private final @Nullable Arrival[] ring;
    private long next = 1;
    private long first = 1;
    private long accepted;

    public ArrivalLog(int kept) {
        this.ring = new @Nullable Arrival[Math.max(1, kept)];
    }

    public synchronized void add(
            String phoneNumberId,
            String to,
            String wamid,
            String callbackData,
            long nanos,
            int status,
            int code) {
        ring[slot(next)] =
                new Arrival(next, phoneNumberId, to, wamid, callbackData, nanos, status, code);
        next++;
        accepted += wamid.isEmpty() ? 0 : 1;
        first = Math.max(first, next - ring.length);
    }

    /** Number of accepted arrivals since the start, the forgotten ones included. */
    public synchronized long accepted() {
        return accepted;
    }

    /** Number of arrivals since the start, the forgotten ones included. */
    public synchronized long count() {
        return next - 1;
    }

    /** In the order of arrival, of one number or of all (null). */
    public synchronized List<Arrival> listAfter(
            @Nullable String phoneNumberId, long index, int limit) {
        List<Arrival> found = new ArrayList<>();
        for (long i = Math.max(first, index + 1); i < next && found.size() < limit; i++) {
            Arrival arrival = ring[slot(i)];
            if (arrival != null
                    && (phoneNumberId == null || arrival.phoneNumberId().equals(phoneNumberId))) {
                found.add(arrival);
            }
        }
        return found;
    }

    public synchronized void forget(@Nullable String phoneNumberId) {
        if (phoneNumberId == null) {
            first = next;
        }
        for (int i = 0; i < ring.length; i++) {
            Arrival arrival = ring[i];
            if (arrival != null
                    && (phoneNumberId == null || arrival.phoneNumberId().equals(phoneNumberId))) {
                ring[i] = null;
            }
        }
    }

    private int slot(long index) {
        return (int) (index % ring.length);
    }
}
