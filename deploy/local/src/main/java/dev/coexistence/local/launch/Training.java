package dev.coexistence.local.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The run in which the programs learn to start quickly: a system of its own, in a folder and on
 * ports of its own, started once, asked for a few pages, and stopped.
 */
final class Training {
    private final StartupCaches caches;
    private final Programs cold;
    private final PrintStream out;

    Training(StartupCaches caches, Programs cold, PrintStream out) {
        this.caches = caches;
        this.cold = cold;
        this.out = out;
    }

    /** Programs that have no cache of what they are now. */
    List<String> missing() {
        return cold.parts().stream().filter(part -> !caches.has(part, cold.of(part))).toList();
    }

    /** Makes the caches that are missing. */
    void run(Path root, int partitions, HealthChecks health) {
        List<String> missing = missing();
        if (missing.isEmpty()) {
            return;
        }
        out.println("Writing start-up caches, once after a build: " + String.join(", ", missing));
        Path folder;
        try {
            folder = Files.createTempDirectory("coexistence-training-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder can be made", e);
        }
        var data = new DataFolder(folder);
        data.prepare();
        var ports = Ports.free();
        var setup = new Setup(root, data, ports, Secrets.in(data.secrets()), partitions);
        try (var system = new LocalSystem(setup, pupils(setup, missing))) {
            Runtime.getRuntime().addShutdownHook(new Thread(system::stop, "training-stop"));
            system.start(health);
            for (Application service : Application.SERVICES) {
                health.answers(ports.url(service.port()).resolve("/actuator/prometheus"));
            }
            health.answers(ports.url(Port.CONVERSATION).resolve("/"));
            health.answers(ports.url(Port.CONVERSATION).resolve("/v1/numbers"));
            health.answers(ports.url(Port.CONNECTION).resolve("/v1/connections"));
        }
        for (String part : missing) {
            if (!caches.keep(part, cold.of(part))) {
                out.println("No start-up cache came of " + part + "; it will start slowly");
            }
        }
        DataFolder.remove(folder);
    }

    /** The same programs at this system's ports and folders, those that miss a cache writing it. */
    private Programs pupils(Setup setup, List<String> missing) {
        return cold.at(LocalSystem.registrySettings(setup))
                .each((part, program) ->
                        missing.contains(part)
                                ? caches.training(part, program)
                                : caches.warm(part, program));
    }
}
