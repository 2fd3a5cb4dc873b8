package dev.coexistence.local.launch;

import dev.coexistence.local.JavaProgram;
import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.ProcessPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Spring Boot's jars taken apart, each into a folder with a plain jar and its libraries: the JVM
 * caches only classes of jars that are not inside another.
 */
final class ExtractedJars {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path root;
    private final Path folder;

    ExtractedJars(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /** The application's program, taken apart anew where its jar has changed. */
    JavaProgram program(Application application) {
        Path jar = application.jar(root);
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    application.name() + " is not built: " + root.relativize(jar) + " is missing");
        }
        Path apart = folder.resolve(application.name());
        try {
            String state = Files.size(jar) + " " + Files.getLastModifiedTime(jar).toMillis();
            Path stamp = folder.resolve(application.name() + ".jar-stamp");
            if (!Files.exists(stamp)
                    || !Files.readString(stamp, StandardCharsets.UTF_8).equals(state)) {
                extract(jar, apart, application.name());
                Files.writeString(stamp, state, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(jar + " cannot be taken apart", e);
        }
        return JavaProgram.ofJar(apart.resolve(jar.getFileName()))
                .withOptions(
                        List.of(
                                "-XX:+UseCompactObjectHeaders",
                                "-XX:-UsePerfData",
                                "-XX:ReservedCodeCacheSize=48m",
                                "-XX:MaxDirectMemorySize=64m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-Xss512k",
                                "-Xms32m",
                                "-Xmx" + application.heapMib() + "m"));
    }

    private void extract(Path jar, Path apart, String name) throws IOException {
        DataFolder.remove(apart);
        Files.createDirectories(folder);
        var tool =
                JavaProgram.ofJar(jar)
                        .withOptions(List.of("-Djarmode=tools"))
                        .command("extract", "--destination", apart.toString());
        var process =
                LocalProcess.start(
                        new ProcessPlan(
                                "extract-" + name,
                                tool,
                                Map.of(),
                                folder.resolve(name + "-extract.log")));
        if (!process.endsWithin(PATIENCE) || !Files.exists(apart.resolve(jar.getFileName()))) {
            process.kill();
            throw new IllegalStateException(
                    jar + " cannot be taken apart:\n" + process.lastLines(10));
        }
    }
}
