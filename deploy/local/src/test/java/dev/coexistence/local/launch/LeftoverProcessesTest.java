package dev.coexistence.local.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.ProcessPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoverProcessesTest {
    @TempDir Path root;
    private DataFolder data = new DataFolder(Path.of(""));

    @BeforeEach
    void prepare() {
        data = new DataFolder(root);
        data.prepare();
    }

    @Test
    void whatAKilledLauncherLeftIsEnded() {
        try (var process = lasting()) {
            LeftoverProcesses.note(data, "part", process.pid());

            assertThat(LeftoverProcesses.end(data)).containsExactly("part");
            assertThat(process.endsWithin(Duration.ofSeconds(10))).isTrue();
            assertThat(LeftoverProcesses.end(data)).isEmpty();
        }
    }

    @Test
    void somebodyElsesProcessOfThatIdIsLeftAlone() throws Exception {
        try (var process = lasting()) {
            Files.writeString(data.pids().resolve("part"), process.pid() + " 2001-02-03T04:05:06Z");

            assertThat(LeftoverProcesses.end(data)).isEmpty();
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void whatWasStoppedInOrderIsNoLeftover() {
        try (var process = lasting()) {
            LeftoverProcesses.note(data, "part", process.pid());
            LeftoverProcesses.forget(data, "part");

            assertThat(LeftoverProcesses.end(data)).isEmpty();
            assertThat(process.isAlive()).isTrue();
        }
    }

    private LocalProcess lasting() {
        return LocalProcess.start(
                new ProcessPlan(
                        "part",
                        List.of("tail", "-f", "/dev/null"),
                        Map.of(),
                        root.resolve("part.log")));
    }
}
