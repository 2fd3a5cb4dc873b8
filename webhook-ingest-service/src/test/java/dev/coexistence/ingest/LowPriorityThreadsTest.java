package dev.coexistence.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LowPriorityThreadsTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void theThreadStandsBehindAndNoOtherDoes() throws InterruptedException {
        int here = Niceness.here();
        var there = new AtomicInteger();

        var thread = new Thread(LowPriorityThreads.decorate(() -> there.set(Niceness.here())));
        thread.start();
        thread.join();

        assertThat(there).hasValue(Math.min(19, here + LowPriorityThreads.NICER_BY));
        assertThat(Niceness.here()).isEqualTo(here);
    }
}
