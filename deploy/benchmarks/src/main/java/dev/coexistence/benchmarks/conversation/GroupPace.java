package dev.coexistence.benchmarks.conversation;

import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.benchmarks.rig.PollingWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Rate of a consumer group, counted from outside by the offsets it commits: only finished records
 * count.
 */
final class GroupPace {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final BenchmarkRig rig;
    private final long from;
    private final long to;
    private final int parts;

    /**
     * @param from records read before it counts
     * @param to records in all
     * @param parts into which the way between them is cut
     */
    GroupPace(BenchmarkRig rig, long from, long to, int parts) {
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
    List<Double> measure(String group, BooleanSupplier alive) {
        var paces = new ArrayList<Double>(parts);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", rig.bootstrapServers()))) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            long seenAt = System.nanoTime();
            long seen = 0;
            double begun = 0;
            for (int mark = 0; mark <= parts; ) {
                long count = countCommitted(admin, group);
                long now = System.nanoTime();
                while (mark <= parts && count >= countAtMark(mark)) {
                    double share =
                            count == seen
                                    ? 1
                                    : (countAtMark(mark) - seen) / (double) (count - seen);
                    double reached = seenAt + share * (now - seenAt);
                    if (mark > 0) {
                        paces.add(
                                (countAtMark(mark) - countAtMark(mark - 1))
                                        / ((reached - begun) / 1e9));
                    }
                    begun = reached;
                    mark++;
                }
                seen = count;
                seenAt = now;
                if (now > end || (mark <= parts && !alive.getAsBoolean())) {
                    throw new IllegalStateException(group + " did not come to an end");
                }
                PollingWait.rest(LOOK);
            }
        }
        return List.copyOf(paces);
    }

    private long countAtMark(int mark) {
        return from + (to - from) * mark / parts;
    }

    private static long countCommitted(Admin admin, String group) {
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
