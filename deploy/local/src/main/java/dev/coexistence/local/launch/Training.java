package dev.coexistence.local.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * The run in which the programs learn to start quickly: a system of its own, in a folder and on
 * ports of its own, started once, asked for a few pages, and stopped.
 */
final class Training {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration REMINDER = Duration.ofSeconds(10);

    private final Path root;
    private final StartupCaches caches;
    private final PrintStream out;

    Training(Path root, StartupCaches caches, PrintStream out) {
        this.root = root;
        this.caches = caches;
        this.out = out;
    }

    /** Makes the caches that are missing. */
    void run(int partitions, HealthChecks health) {
        Path folder = temporary();
        try {
            var data = new DataFolder(folder);
            data.prepare();
            var setup = new Setup(root, data, Ports.free(), Secrets.in(data.secrets()), partitions);
            Programs cold =
                    Programs.cold(
                            LocalSystem.registrySettings(setup),
                            new ExtractedJars(root, caches.folder()));
            List<String> missing = caches.missing(cold);
            if (!missing.isEmpty()) {
                train(setup, cold, missing, health);
            }
        } finally {
            DataFolder.remove(folder);
        }
    }

    private void train(Setup setup, Programs cold, List<String> missing, HealthChecks health) {
        Programs pupils =
                cold.each((part, program) ->
                        missing.contains(part)
                                ? caches.training(part, program)
                                : caches.warm(part, program));
        var progress =
                new TrainingProgress(missing, cold.parts().size() + 1, CLOCK, out)
                        .remindEvery(REMINDER);
        var system = new LocalSystem(setup, pupils, progress);
        // Whoever wants it to stop does not wait for caches.
        var given =
                new Thread(
                        () -> {
                            system.abandon();
                            DataFolder.remove(setup.data().root());
                        },
                        "training-stop");
        Runtime.getRuntime().addShutdownHook(given);
        try (progress;
                system) {
            system.start(health);
            look(setup.ports(), health);
        } finally {
            // Whoever learned to the end keeps it, even where another part failed.
            for (String part : missing) {
                if (!caches.keep(part, cold.of(part))) {
                    out.println("No start-up cache came of " + part + "; it will start slowly");
                }
            }
        }
    }

    /** What the first visitors will ask for. */
    private static void look(Ports ports, HealthChecks health) {
        for (Application service : Application.SERVICES) {
            health.answers(ports.url(service.port()).resolve("/actuator/prometheus"));
        }
        health.answers(ports.url(Port.CONVERSATION).resolve("/"));
        health.answers(ports.url(Port.CONVERSATION).resolve("/v1/numbers"));
        health.answers(ports.url(Port.CONNECTION).resolve("/v1/connections"));
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("coexistence-training-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder can be made", e);
        }
    }
}
