package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.simulator.guarantees.SlidingSecond;
import java.util.List;

/** Judges stamps. */
final class WindowJudge {
    private WindowJudge() {}

    /** Most stamps in any half-open sliding second. */
    static int worst(List<Long> nanos) {
        SlidingSecond second = new SlidingSecond();
        nanos.forEach(second::add);
        return second.worst();
    }
}
