package dev.coexistence.local.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Folder of everything that outlives a stop, open to its owner only. Broker and registry are kept
 * or removed together: a record whose schema id means nothing any more is a lost record.
 */
record DataFolder(Path root) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    Path kafka() {
        return root.resolve("kafka");
    }

    /** Certificate and passwords of the broker and of those who speak to it. */
    Path brokerGuard() {
        return secrets().resolve("kafka");
    }

    /** File in which a guarded broker writes down what it was asked. */
    Path brokerWitness() {
        return root.resolve("kafka-rights");
    }

    Path registry() {
        return root.resolve("registry");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path simulator() {
        return root.resolve("simulator");
    }

    Path identity() {
        return root.resolve("identity");
    }

    Path secrets() {
        return root.resolve("secrets");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path log(String part) {
        return logs().resolve(part + ".log");
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path pids() {
        return root.resolve("pids");
    }

    /**
     * Makes the folders.
     *
     * @throws IllegalStateException where the broker's data is there without the registry's, or the
     *     other way round
     */
    void prepare() {
        if (Files.exists(kafka()) != Files.exists(registry())) {
            throw new IllegalStateException(
                    "Of the broker's and the registry's data only one is left in "
                            + root
                            + "; records without their schemas cannot be read: start with --clean");
        }
        try {
            Files.createDirectories(root);
            // Its logs, its data and its secrets are nobody else's.
            Files.setPosixFilePermissions(root, OWNER_ONLY);
            for (Path folder : List.of(kafka(), registry(), logs(), simulator(), pids())) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + root + " cannot be made", e);
        }
    }

    /** Removes all of it, except the lock of who is asking. */
    void clean() {
        for (Path part :
                List.of(
                        kafka(),
                        registry(),
                        postgres(),
                        simulator(),
                        identity(),
                        secrets(),
                        logs(),
                        pids())) {
            remove(part);
        }
    }

    static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be removed", e);
        }
    }
}
