package dev.coexistence.local.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script around the launcher, with a Maven and a Java of the test's own. */
class RunScriptTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String LIVES =
            """
            #!/bin/sh
            trap 'echo stopped >> "%1$s"; exit 0' TERM
            echo "$$" > "%2$s"
            while :; do sleep 0.05; done
            """;

    @TempDir private Path root;
    private Path script;
    private Path javaStopped;
    private Path javaPid;
    private Path mavenStopped;
    private Path mavenPid;

    @BeforeEach
    void copy() throws IOException {
        script = root.resolve("deploy/local/run");
        javaStopped = root.resolve("java-stopped");
        javaPid = root.resolve("java-pid");
        mavenStopped = root.resolve("maven-stopped");
        mavenPid = root.resolve("maven-pid");
        write("deploy/local/run", Files.readString(Path.of("run"), StandardCharsets.UTF_8));
        write(".mvn/jdk25", "JAVA_HOME='" + root + "'\n");
        write("bin/java", LIVES.formatted(javaStopped, javaPid));
        for (String module :
                new String[] {
                    "deploy/local",
                    "deploy/simulator",
                    "deploy/identity",
                    "connection-service",
                    "webhook-ingest-service",
                    "outbound-dispatch-service",
                    "conversation-service"
                }) {
            Files.createDirectories(root.resolve(module).resolve("target"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void aScriptsBackgroundIsLeftByEverySignal(String signal) throws Exception {
        write("mvnw", "#!/bin/sh\nexit 0\n");

        Process shell = background();
        await().atMost(SOON).until(() -> !pid(javaPid).isEmpty());
        signal(signal);

        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(javaStopped).content().isEqualTo("stopped\n");
        assertGone(javaPid);
    }

    @Test
    void aBuildIsLeftTooAndNothingStartsAfterIt() throws Exception {
        write("mvnw", LIVES.formatted(mavenStopped, mavenPid));

        Process shell = background();
        await().atMost(SOON).until(() -> !pid(mavenPid).isEmpty());
        signal("INT");

        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(mavenStopped).content().isEqualTo("stopped\n");
        assertGone(mavenPid);
        assertThat(javaPid).doesNotExist();
        assertThat(root.resolve("code")).content().isEqualTo("130\n");
    }

    @Test
    void aBuildThatFailsIsTheEnd() throws Exception {
        write("mvnw", "#!/bin/sh\nexit 3\n");

        assertThat(background().waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(root.resolve("code")).content().isEqualTo("3\n");
        assertThat(javaPid).doesNotExist();
    }

    /**
     * As a script starts it: {@code &}, which ignores SIGINT for the child. SIGHUP is given back,
     * in case these tests themselves run where it is ignored.
     */
    private Process background() throws IOException {
        return new ProcessBuilder(
                        "env",
                        "--default-signal=HUP",
                        "bash",
                        "-c",
                        "bash \"$0\" & echo $! > \"$1/run-pid\"; wait $!; echo $? > \"$1/code\"",
                        script.toString(),
                        root.toString())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("out").toFile())
                .start();
    }

    private void signal(String name) throws Exception {
        int sent =
                new ProcessBuilder("kill", "-" + name, pid(root.resolve("run-pid")))
                        .start()
                        .waitFor();
        assertThat(sent).isZero();
    }

    private static void assertGone(Path file) throws IOException {
        assertThat(ProcessHandle.of(Long.parseLong(pid(file))).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    private static String pid(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8).strip() : "";
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content, StandardCharsets.UTF_8);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
