package dev.coexistence.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BehindReceivingTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void theThreadStandsBehindAndNoOtherDoes() throws InterruptedException {
        int here = niceness();
        var there = new AtomicInteger();

        var thread = new Thread(BehindReceiving.task(() -> there.set(niceness())));
        thread.start();
        thread.join();

        assertThat(there).hasValue(Math.min(19, here + BehindReceiving.NICER_BY));
        assertThat(niceness()).isEqualTo(here);
    }

    /** The 19th field of proc_pid_stat(5), for the thread that asks. */
    private static int niceness() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            String behindName = stat.substring(stat.lastIndexOf(')') + 2);
            return Integer.parseInt(behindName.split(" ", -1)[16]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
