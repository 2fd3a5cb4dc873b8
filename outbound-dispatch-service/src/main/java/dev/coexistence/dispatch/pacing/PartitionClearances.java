package dev.coexistence.dispatch.pacing;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/** The clearance of each partition that this instance sends for. Not thread-safe. */
public final class PartitionClearances {
    private final Map<Integer, SendClearance> owned = new HashMap<>();
    private final PacingSettings settings;

    public PartitionClearances(PacingSettings settings) {
        this.settings = settings;
    }

    /** The partition is this instance's from now on. */
    public void add(int partition, long now) {
        owned.computeIfAbsent(partition, _ -> fresh(now));
    }

    /**
     * Sending for the partition begins with one silent window.
     *
     * @param notBefore until when the former owner may have sent
     */
    public void begin(int partition, long now, long notBefore) {
        get(partition, now).begin(now, notBefore + settings.guardedWindow());
    }

    /** Of a partition that is not this instance's, one that nobody keeps. */
    public SendClearance get(int partition, long now) {
        SendClearance known = owned.get(partition);
        return known == null ? fresh(now) : known;
    }

    public void remove(int partition) {
        owned.remove(partition);
    }

    public boolean has(int partition) {
        return owned.containsKey(partition);
    }

    /** The database was away, and sending begins again with one silent window. */
    public void beginAgain(long now) {
        long quietUntil = now + settings.guardedWindow();
        owned.values().forEach(clearance -> clearance.begin(now, quietUntil));
    }

    /**
     * Of these partitions everything that came in until then was counted.
     *
     * @param cleared told of each partition that waited only for this
     */
    public void advanceKnown(Set<Integer> partitions, long until, IntConsumer cleared) {
        for (int partition : partitions) {
            SendClearance clearance = owned.get(partition);
            if (clearance != null && clearance.advanceKnown(until)) {
                cleared.accept(partition);
            }
        }
    }

    private SendClearance fresh(long now) {
        return new SendClearance(settings.countsTraffic(), now);
    }
}
