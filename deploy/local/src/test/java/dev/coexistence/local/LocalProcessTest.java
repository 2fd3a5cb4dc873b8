package dev.coexistence.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessTest {
    @TempDir Path folder;

    @Test
    void onePartThatEndsSaysSoWithTheLastOfItsLog() {
        try (var process = shell("for i in 1 2 3; do echo line $i; done; exit 7")) {
            assertThatExceptionOfType(PartFailed.class)
                    .isThrownBy(() -> process.awaitHealthy(() -> false, Duration.ofSeconds(20)))
                    .withMessageContainingAll(
                            "part ended with exit code 7", "line 1\nline 2\nline 3")
                    .satisfies(failure -> assertThat(failure.part()).isEqualTo("part"));
        }
    }

    @Test
    void onePartThatStaysSickIsNotWaitedForLongerThanAsked() {
        try (var process = shell("echo starting; exec cat /dev/zero > /dev/null")) {
            assertThatExceptionOfType(PartFailed.class)
                    .isThrownBy(() -> process.awaitHealthy(() -> false, Duration.ofMillis(200)))
                    .withMessageContaining("was not healthy")
                    .withMessageContaining("starting");
        }
    }

    @Test
    void healthIsAskedUntilItIsThere() {
        Path sign = folder.resolve("healthy");
        try (var process = shell("touch " + sign + "; exec tail -f /dev/null")) {
            process.awaitHealthy(() -> Files.exists(sign), Duration.ofSeconds(20));

            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void memoryOfARunningProcessIsRead() {
        try (var process = shell("while :; do :; done")) {
            process.awaitHealthy(() -> process.memory().residentKib() > 0, Duration.ofSeconds(20));

            assertThat(process.memory().proportionalKib()).isPositive();
        }
    }

    @Test
    void whoDoesNotEndWhenAskedIsKilled() {
        Path sign = folder.resolve("ready");
        var process =
                shell("trap '' TERM; touch " + sign + "; while :; do tail -f /dev/null; done");
        process.awaitHealthy(() -> Files.exists(sign), Duration.ofSeconds(20));

        process.stop(Duration.ofMillis(200));

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aSuspendedProcessDoesNothingUntilResumed() throws Exception {
        Path sign = folder.resolve("count");
        try (var process = shell("while :; do echo x >> " + sign + "; done")) {
            process.awaitHealthy(() -> Files.exists(sign), Duration.ofSeconds(20));

            process.suspend();
            long paused = settled(sign);
            process.resume();

            process.awaitHealthy(() -> sign.toFile().length() > paused, Duration.ofSeconds(20));
        }
    }

    @Test
    void theTailOfALargeLogIsItsLastLines() throws Exception {
        Path log = folder.resolve("large.log");
        Files.writeString(log, "line\n".repeat(100_000) + "last but one\nlast\n");

        assertThat(LogTail.read(log, 2)).isEqualTo("last but one\nlast");
        assertThat(LogTail.read(folder.resolve("missing"), 2)).contains("cannot be read");
    }

    @Test
    void memoryIsReadAsTheKernelWritesIt() {
        var memory =
                ProcessMemory.parse(
                        "00400000-7fff ---p 00000000 00:00 0 [rollup]\nRss:    2048 kB\nPss:  1024 kB\nPss_Dirty:  7 kB\n");

        assertThat(memory).isEqualTo(new ProcessMemory(2048, 1024));
        assertThat(memory.plus(memory)).isEqualTo(new ProcessMemory(4096, 2048));
    }

    /** Its length once it no longer grows: the signal is there when the next look is the same. */
    private static long settled(Path file) {
        long length;
        do {
            length = file.toFile().length();
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        } while (file.toFile().length() != length);
        return length;
    }

    private LocalProcess shell(String script) {
        return LocalProcess.start(
                new ProcessPlan(
                        "part", List.of("sh", "-c", script), Map.of(), folder.resolve("part.log")));
    }
}
