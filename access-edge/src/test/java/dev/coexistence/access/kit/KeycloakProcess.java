package dev.coexistence.access.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Process of a Keycloak on a free port of loopback, with its data in memory. */
final class KeycloakProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[0-9.:]+)");

    private final Process process;
    private final Path log;

    private KeycloakProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it with the realm that the build names.
     *
     * @param home of the distribution
     * @param admin name of the first administrator
     */
    static KeycloakProcess start(Path home, String admin, String password) throws IOException {
        Path realm = Path.of(setting("keycloak.realm"));
        Path imports = Files.createDirectories(home.resolve("data/import"));
        Files.copy(realm, imports.resolve("realm.json"), StandardCopyOption.REPLACE_EXISTING);
        Path log = home.resolve("start.log");
        var builder =
                new ProcessBuilder(
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--db=dev-mem",
                        "--http-host=127.0.0.1",
                        "--http-port=0");
        builder.environment()
                .putAll(
                        Map.of(
                                "JAVA_HOME",
                                setting("java.home"),
                                "JAVA_OPTS_KC_HEAP",
                                "-Xms64m -Xmx512m",
                                "KC_BOOTSTRAP_ADMIN_USERNAME",
                                admin,
                                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                                password));
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        var started = new KeycloakProcess(process, log);
        // Also where a test dies before it closes this.
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        return started;
    }

    /** Waits for the address on which it listens. */
    String awaitAddress() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var found = LISTENING.matcher(Files.readString(log));
            if (found.find()) {
                return found.group(1);
            }
            if (process.waitFor(500, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        close();
        throw new IllegalStateException("Keycloak did not start:\n" + Files.readString(log));
    }

    static String setting(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    /** Ends the process; its data were in memory. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
