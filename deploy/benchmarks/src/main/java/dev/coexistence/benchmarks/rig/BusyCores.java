package dev.coexistence.benchmarks.rig;

import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.ProcessPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Processes that only take processor time, so that everything else waits for its turn. Each ends by
 * itself after a while, whatever becomes of the one that started it.
 */
public final class BusyCores implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final List<LocalProcess> processes = new ArrayList<>();

    /**
     * Starts that many.
     *
     * @param folder takes their logs
     */
    public BusyCores(int count, Path folder) {
        for (int i = 0; i < count; i++) {
            processes.add(
                    LocalProcess.start(
                            new ProcessPlan(
                                    "busy-" + i,
                                    List.of(
                                            "timeout",
                                            Long.toString(LONGEST.toSeconds()),
                                            "sh",
                                            "-c",
                                            "while :; do :; done"),
                                    Map.of(),
                                    folder.resolve("busy-" + i + ".log"))));
        }
    }

    @Override
    public void close() {
        processes.forEach(LocalProcess::close);
    }
}
