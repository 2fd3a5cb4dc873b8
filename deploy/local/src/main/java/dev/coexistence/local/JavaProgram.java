package dev.coexistence.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Java program that runs in a JVM of its own, with this JVM's Java.
 *
 * @param options of the JVM
 * @param target the class path and main class, or the jar, as the command line has them
 */
public record JavaProgram(List<String> options, List<String> target) {
    /** For short lives on few cores: quick to start, small, no peak throughput. */
    public static final List<String> SMALL =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED");

    public JavaProgram {
        options = List.copyOf(options);
        target = List.copyOf(target);
    }

    public static JavaProgram ofClassPath(String classPath, Class<?> main) {
        return new JavaProgram(SMALL, List.of("-cp", classPath, main.getName()));
    }

    public static JavaProgram ofJar(Path jar) {
        return new JavaProgram(SMALL, List.of("-jar", jar.toString()));
    }

    public JavaProgram withOptions(List<String> more) {
        return new JavaProgram(Stream.concat(options.stream(), more.stream()).toList(), target);
    }

    /** The same program without {@link #SMALL}: for measuring. */
    public JavaProgram withFullCompiler() {
        return new JavaProgram(
                options.stream().filter(option -> !option.contains("TieredStopAtLevel")).toList(),
                target);
    }

    public List<String> command(String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(target);
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }
}
