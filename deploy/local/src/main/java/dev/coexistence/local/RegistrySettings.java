package dev.coexistence.local;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Folders and loopback ports of a schema registry.
 *
 * @param home the unpacked registry, see {@link #unpackedHome()}
 * @param data folder of its database file
 * @param port of its API, on the loopback interface
 * @param managementPort of its health checks
 * @param log takes its output
 */
public record RegistrySettings(Path home, Path data, int port, int managementPort, Path log) {

    /** A registry that keeps its schemas there, on free ports. */
    public static RegistrySettings onFreePorts(Path data, Path log) {
        return new RegistrySettings(unpackedHome(), data, FreePorts.next(), FreePorts.next(), log);
    }

    /**
     * The registry as this module's build unpacked it: named by the system property {@code
     * coexistence.registry.home}, else found in a folder above the working directory.
     */
    public static Path unpackedHome() {
        String named = System.getProperty("coexistence.registry.home", "");
        if (!named.isBlank()) {
            return requireHome(Path.of(named));
        }
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            Path home = folder.resolve("deploy/local/target/registry");
            if (Files.exists(home.resolve(LocalRegistry.JAR))) {
                return home;
            }
        }
        throw new IllegalStateException(
                "No unpacked schema registry: build deploy/local, or set coexistence.registry.home");
    }

    private static Path requireHome(Path home) {
        if (!Files.exists(home.resolve(LocalRegistry.JAR))) {
            throw new IllegalStateException(
                    "No schema registry in " + home + ": deploy/local unpacks it when it is built");
        }
        return home;
    }
}
