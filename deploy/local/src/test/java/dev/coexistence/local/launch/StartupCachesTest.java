package dev.coexistence.local.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.local.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupCachesTest {
    @TempDir Path folder;

    @Test
    void aCacheIsOfExactlyTheProgramThatWroteIt() throws Exception {
        Path jar = Files.writeString(folder.resolve("app.jar"), "classes");
        var program = JavaProgram.ofJar(jar).withOptions(List.of("-Xmx64m", "-Dport=1"));
        var caches = new StartupCaches(folder.resolve("start"));
        train(caches, program);

        assertThat(caches.has("app", program)).isTrue();
        assertThat(caches.warm("app", program).options())
                .anyMatch(option -> option.startsWith("-XX:AOTCache="));
        assertThat(
                        caches.has(
                                "app",
                                JavaProgram.ofJar(jar).withOptions(List.of("-Xmx64m", "-Dport=2"))))
                .as("system properties do not matter")
                .isTrue();
        assertThat(caches.has("app", program.withOptions(List.of("-XX:+UseCompactObjectHeaders"))))
                .as("options of the JVM do")
                .isFalse();

        Files.setLastModifiedTime(jar, FileTime.fromMillis(1));
        assertThat(caches.has("app", program)).as("the jar is another").isFalse();
        assertThat(caches.warm("app", program)).isEqualTo(program);
    }

    @Test
    void aTrainingThatWroteNothingIsNoCache() throws Exception {
        Path jar = Files.writeString(folder.resolve("app.jar"), "classes");
        var program = JavaProgram.ofJar(jar);
        var caches = new StartupCaches(folder.resolve("start"));
        JavaProgram _ = caches.recordingProgram("app", program);

        assertThat(caches.keep("app", program)).isFalse();
        assertThat(caches.has("app", program)).isFalse();
    }

    private static void train(StartupCaches caches, JavaProgram program) throws Exception {
        String option =
                caches.recordingProgram("app", program).options().stream()
                        .filter(one -> one.startsWith("-XX:AOTCacheOutput="))
                        .findFirst()
                        .orElseThrow();
        Files.writeString(Path.of(option.substring(option.indexOf('=') + 1)), "cache");
        assertThat(caches.keep("app", program)).isTrue();
    }
}
