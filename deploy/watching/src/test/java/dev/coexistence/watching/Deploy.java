package dev.coexistence.watching;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The project's files that these tests hold to account. */
final class Deploy {
    static final Path ROOT =
            Path.of(
                    Objects.requireNonNull(
                            System.getProperty("coexistence.root"),
                            "The build sets coexistence.root"));
    static final Path PROMETHEUS = ROOT.resolve("deploy/prometheus");
    static final Path DASHBOARDS = ROOT.resolve("deploy/grafana/dashboards");
    static final Path COMPOSE = ROOT.resolve("deploy/compose");

    private Deploy() {}

    static List<Path> files(Path folder, String ending) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder cannot be read: " + folder, e);
        }
    }

    /** Files of rules: of the services, and of what they stand on. */
    static List<Path> rules() {
        Path folder = PROMETHEUS.resolve("rules");
        return Stream.concat(
                        files(folder, ".yaml").stream(),
                        files(folder.resolve("exporters"), ".yaml").stream())
                .toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The file cannot be read: " + file, e);
        }
    }
}
