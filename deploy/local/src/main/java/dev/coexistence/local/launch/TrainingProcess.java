package dev.coexistence.local.launch;

import dev.coexistence.local.JavaProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The training in a JVM of its own, whose memory goes with it. */
final class TrainingProcess {
    private static final List<String> KEPT =
            List.of("ot.epg.working-dir", "logback.configurationFile");

    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Path root;

    TrainingProcess(Path root) {
        this.root = root;
    }

    /** Returns when it is over; says so where it failed, since a cold start works too. */
    void run(PrintStream out) {
        var options =
                KEPT.stream()
                        .filter(name -> System.getProperty(name) != null)
                        .map(name -> "-D" + name + "=" + System.getProperty(name));
        var program =
                JavaProgram.ofClassPath(System.getProperty("java.class.path"), Launcher.class)
                        .withOptions(List.of("-Xmx512m", "-Dcoexistence.root=" + root))
                        .withOptions(options.toList());
        try {
            Process process = new ProcessBuilder(program.command("--prepare")).inheritIO().start();
            var stop = new Thread(() -> end(process), "training-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            if (process.waitFor() != 0) {
                out.println("Without start-up caches it starts more slowly.");
            }
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IOException e) {
            throw new UncheckedIOException("The training cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while training", e);
        }
    }

    /** Returns when it is gone, with what it started. */
    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                List<ProcessHandle> started = process.descendants().toList();
                process.destroyForcibly();
                started.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
