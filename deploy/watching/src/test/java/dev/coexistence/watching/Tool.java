package dev.coexistence.watching;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of the machine, such as promtool; tests that need it are skipped where it is not. */
record Tool(Path program) {
    private static final long PATIENCE_SECONDS = 120;

    /** How it ended and what it wrote, both streams together. */
    record Ended(int exitCode, String output) {}

    /** The tool, or the end of the test with a line that says what to install. */
    static Tool orSkip(String name) {
        return orSkip(name, "prometheus");
    }

    /** The same for a tool of another package of Debian's. */
    static Tool orSkip(String name, String debian) {
        var found = find(name);
        if (found.isEmpty()) {
            String line =
                    "SKIPPED: %s is not installed (Debian: apt-get install %s)"
                            .formatted(name, debian);
            System.out.println(line);
            Assumptions.abort(line);
        }
        return found.orElseThrow();
    }

    /** The tool, where this machine has it. */
    static Optional<Tool> find(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Tool::new);
    }

    Ended run(Path folder, List<String> arguments) {
        try {
            Path output = Files.createTempFile("tool-", ".txt");
            var process =
                    new ProcessBuilder(
                                    Stream.concat(Stream.of(program.toString()), arguments.stream())
                                            .toList())
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(program + " did not end: " + arguments);
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Ended(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(program + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + program, e);
        }
    }
}
