package dev.coexistence.benchmarks.conversation;

import dev.coexistence.benchmarks.rig.Patience;
import dev.coexistence.benchmarks.rig.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How fast a consumer group gets on: counted from outside, by the offsets that it commits, so that
 * only what it has finished counts.
 */
final class GroupPace {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Rig rig;
    private final long from;
    private final long to;
    private final int parts;

    /**
     * @param from records read before it counts
     * @param to records in all
     * @param parts into which the way between them is cut
     */
    GroupPace(Rig rig, long from, long to, int parts) {
        this.rig = rig;
        this.from = from;
        this.to = to;
        this.parts = parts;
    }

    /**
     * Follows the group to the end of the way.
     *
     * @param alive whether it still makes sense to wait
     * @return records a second in each part of the way
     */
    List<Double> of(String group, BooleanSupplier alive) {
        var paces = new ArrayList<Double>(parts);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", rig.bootstrapServers()))) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            long seenAt = System.nanoTime();
            long seen = 0;
            double begun = 0;
            for (int mark = 0; mark <= parts; ) {
                long count = committed(admin, group);
                long now = System.nanoTime();
                while (mark <= parts && count >= at(mark)) {
                    double share = count == seen ? 1 : (at(mark) - seen) / (double) (count - seen);
                    double reached = seenAt + share * (now - seenAt);
                    if (mark > 0) {
                        paces.add((at(mark) - at(mark - 1)) / ((reached - begun) / 1e9));
                    }
                    begun = reached;
                    mark++;
                }
                seen = count;
                seenAt = now;
                if (now > end || (mark <= parts && !alive.getAsBoolean())) {
                    throw new IllegalStateException(group + " did not come to an end");
                }
                Patience.rest(LOOK);
            }
        }
        return List.copyOf(paces);
    }

    private long at(int mark) {
        return from + (to - from) * mark / parts;
    }

    private static long committed(Admin admin, String group) {
        try {
            return admin
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The offsets of " + group + " cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
