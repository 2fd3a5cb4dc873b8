package dev.coexistence.local.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.local.JavaProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartReportTest {
    private static final String LINK = "http://127.0.0.1:8094/enter?ticket=once-only";

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void keepTicket() throws IOException {
        Path identity = new DataFolder(folder).identity();
        Files.createDirectories(identity);
        Files.writeString(identity.resolve("login-ticket"), "once-only");
    }

    @Test
    void tellsWhereToLookAndHowToLogInWhereTheSystemStaysUp() {
        assertThat(report(false, true))
                .contains(LINK, "http://127.0.0.1:8080/", "Ready in 12.3 s", "MiB");
    }

    @Test
    void offersNoAddressAndNoLogInToASystemThatStopsAtOnce() {
        assertThat(report(false, false))
                .contains("Ready in 12.3 s", "MiB")
                .doesNotContain("ticket", "http", "Log in", "passwords");
        assertThat(report(true, false)).doesNotContain("everybody");
    }

    private String report(boolean open, boolean stays) {
        var setup =
                new LocalSetup(
                        Path.of("/project"),
                        new DataFolder(folder),
                        PortAssignment.of(Map.of(), Map.of()),
                        new LocalSecrets("app secret", "verify token", "keyset", "inbox secret"),
                        1,
                        null,
                        open);
        JavaProgram nothing = JavaProgram.ofJar(Path.of("nothing.jar"));
        var programs =
                new JavaPrograms(
                        Map.of(JavaPrograms.KAFKA, nothing, JavaPrograms.REGISTRY, nothing));
        var said = new ByteArrayOutputStream();
        new StartReport(setup, new PrintStream(said, true, StandardCharsets.UTF_8))
                .print(new LocalSystem(setup, programs), Duration.ofMillis(12_340), stays);
        return said.toString(StandardCharsets.UTF_8);
    }
}
