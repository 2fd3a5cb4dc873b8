package dev.coexistence.local.launch;

import dev.coexistence.local.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ahead-of-time caches of the JVM, one for each program: loaded and linked classes, so that a start
 * takes a third of the time. Written once, at the end of a training run, by a JVM with the very
 * same options and jars; a stamp beside each cache says which.
 */
final class StartupCaches {
    private static final String TRAINING = "-XX:AOTCacheOutput=";

    private final Path folder;

    StartupCaches(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** Programs that have no cache of what they are now. */
    List<String> uncachedPrograms(JavaPrograms programs) {
        return programs.parts().stream()
                .filter(part -> !has(part, programs.program(part)))
                .toList();
    }

    /** Tells whether there is a cache of exactly this program. */
    boolean has(String name, JavaProgram program) {
        try {
            return Files.exists(cache(name))
                    && Files.exists(stamp(name))
                    && Files.readString(stamp(name), StandardCharsets.UTF_8)
                            .equals(fingerprint(program));
        } catch (IOException e) {
            return false;
        }
    }

    /** The program as it starts with its cache, or as it is where there is none. */
    JavaProgram warm(String name, JavaProgram program) {
        return has(name, program)
                ? program.withOptions(List.of("-XX:AOTCache=" + cache(name)))
                : program;
    }

    /** The program as it writes its cache when it ends. */
    JavaProgram recordingProgram(String name, JavaProgram program) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(stamp(name));
            Files.deleteIfExists(fresh(name));
        } catch (IOException e) {
            throw new UncheckedIOException("Start-up caches cannot be kept in " + folder, e);
        }
        return program.withOptions(
                List.of(TRAINING + fresh(name), "-Xlog:disable", "-Xlog:all=error:stderr"));
    }

    static boolean learns(JavaProgram program) {
        return program.options().stream().anyMatch(option -> option.startsWith(TRAINING));
    }

    /** Keeps what a training run wrote; false where it wrote nothing. */
    boolean keep(String name, JavaProgram program) {
        try {
            if (!Files.exists(fresh(name))) {
                return false;
            }
            Files.move(fresh(name), cache(name), StandardCopyOption.ATOMIC_MOVE);
            Files.writeString(stamp(name), fingerprint(program), StandardCharsets.UTF_8);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("The start-up cache of " + name + " is lost", e);
        }
    }

    /** Fingerprint of all that must be the same in training and in use. */
    static String fingerprint(JavaProgram program) {
        var lines =
                Stream.of(
                        Stream.of(System.getProperty("java.runtime.version")),
                        program.options().stream().filter(option -> option.startsWith("-X")),
                        program.target().stream(),
                        program.target().stream().flatMap(StartupCaches::jars));
        return lines.flatMap(line -> line).collect(Collectors.joining("\n"));
    }

    private static Stream<String> jars(String target) {
        return Stream.of(target.split(java.io.File.pathSeparator, -1))
                .filter(path -> path.endsWith(".jar"))
                .map(Path::of)
                .flatMap(jar -> Stream.concat(Stream.of(jar), librariesOf(jar)))
                .map(StartupCaches::sizeAndTime)
                .sorted();
    }

    private static Stream<Path> librariesOf(Path jar) {
        Path lib = jar.resolveSibling("lib");
        if (!Files.isDirectory(lib)) {
            return Stream.empty();
        }
        try (var files = Files.walk(lib)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(lib + " cannot be read", e);
        }
    }

    private static String sizeAndTime(Path jar) {
        try {
            return jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar).toMillis();
        } catch (IOException e) {
            return jar + " missing";
        }
    }

    private Path cache(String name) {
        return folder.resolve(name + ".aot");
    }

    private Path fresh(String name) {
        return folder.resolve(name + ".aot.new");
    }

    private Path stamp(String name) {
        return folder.resolve(name + ".stamp");
    }
}
