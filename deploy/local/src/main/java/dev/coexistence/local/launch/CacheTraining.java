package dev.coexistence.local.launch;

import dev.coexistence.local.story.client.DemoIdentity;
import dev.coexistence.local.story.client.JsonHttpClient;
import dev.coexistence.local.story.client.PersonSession;
import dev.coexistence.local.story.client.ProgramTokens;
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
final class CacheTraining {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration REMINDER = Duration.ofSeconds(10);

    private final Path root;
    private final StartupCaches caches;
    private final PrintStream out;

    CacheTraining(Path root, StartupCaches caches, PrintStream out) {
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
            var setup =
                    new LocalSetup(
                            root,
                            data,
                            PortAssignment.free(),
                            LocalSecrets.in(data.secrets()),
                            partitions,
                            null,
                            false);
            JavaPrograms cold =
                    JavaPrograms.cold(
                            LocalSystem.registrySettings(setup),
                            new ExtractedJars(root, caches.folder()));
            List<String> missing = caches.uncachedPrograms(cold);
            if (!missing.isEmpty()) {
                train(setup, cold, missing, health);
            }
        } finally {
            DataFolder.remove(folder);
        }
    }

    private void train(
            LocalSetup setup, JavaPrograms cold, List<String> missing, HealthChecks health) {
        JavaPrograms pupils =
                cold.each((part, program) ->
                        missing.contains(part)
                                ? caches.recordingProgram(part, program)
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
            look(setup, health);
        } finally {
            // Whoever learned to the end keeps it, even where another part failed.
            for (String part : missing) {
                if (!caches.keep(part, cold.program(part))) {
                    out.println("No start-up cache came of " + part + "; it will start slowly");
                }
            }
        }
    }

    /** Asks for the pages that the first visitors open. */
    private static void look(LocalSetup setup, HealthChecks health) {
        PortAssignment ports = setup.ports();
        for (ServiceProgram service : ServiceProgram.SERVICES) {
            health.answers(ports.url(service.health()).resolve("/actuator/prometheus"));
        }
        var identity = new DemoIdentity(ports.url(SystemPort.IDENTITY), setup.data().identity());
        try (var program = new JsonHttpClient(ProgramTokens.of(identity, DemoIdentity.PROGRAM));
                var person =
                        PersonSession.logIn(
                                ports.url(SystemPort.CONVERSATION), identity, DemoIdentity.OWNER)) {
            var _ = person.get(ports.url(SystemPort.CONVERSATION).resolve("/"));
            for (String path : List.of("/v1/numbers", "/v1/conversations")) {
                var _ = program.get(ports.url(SystemPort.CONVERSATION).resolve(path));
            }
            var _ = program.get(ports.url(SystemPort.CONNECTION).resolve("/v1/connections"));
            var _ = program.get(ports.url(SystemPort.DISPATCH).resolve("/v1/queues/0"));
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("coexistence-training-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder can be made", e);
        }
    }
}
