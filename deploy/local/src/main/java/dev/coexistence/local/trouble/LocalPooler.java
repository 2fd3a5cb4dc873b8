package dev.coexistence.local.trouble;

import dev.coexistence.local.Database;
import dev.coexistence.local.FreePorts;
import dev.coexistence.local.LocalPostgres;
import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.ProcessPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * PgBouncer in front of a local PostgreSQL, a process of its own on a free port. Stops and starts
 * again on the same port.
 */
public final class LocalPooler implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;
    private final int port;
    private LocalProcess process;

    /** PgBouncer's pooling mode. */
    public enum Mode {
        SESSION,
        TRANSACTION,
        STATEMENT
    }

    private LocalPooler(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.process = start(folder, port);
    }

    /** Tells whether the machine has it (Debian: {@code apt-get install pgbouncer}). */
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /**
     * A pooler, started.
     *
     * @param more settings of its file, by name
     */
    public static LocalPooler start(LocalPostgres postgres, Mode mode, Map<String, String> more) {
        int port = FreePorts.next();
        try {
            Path folder =
                    Files.createTempDirectory(
                            "pooler-",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwxr-xr-x")));
            var lines =
                    new ArrayList<>(
                            List.of(
                                    "[databases]",
                                    "* = host=127.0.0.1 port="
                                            + postgres.port()
                                            + " user=postgres password=postgres",
                                    "[pgbouncer]",
                                    "listen_addr = 127.0.0.1",
                                    "listen_port = " + port,
                                    "unix_socket_dir =",
                                    "auth_type = any",
                                    "pool_mode = " + mode.name().toLowerCase(Locale.ROOT),
                                    "ignore_startup_parameters = extra_float_digits,options"));
            more.forEach((name, value) -> lines.add(name + " = " + value));
            Files.write(folder.resolve("pgbouncer.ini"), lines);
            return new LocalPooler(folder, port);
        } catch (IOException e) {
            throw new UncheckedIOException("No file can be written for the pooler", e);
        }
    }

    /** The same database by way of the pooler. */
    public Database poolDatabase(Database database) {
        return new Database(
                database.url().replaceFirst(":\\d+/", ":" + port + "/"),
                database.user(),
                database.password());
    }

    /** Ends it at once, and with it every connection. */
    public void stop() {
        process.kill();
    }

    public void start() {
        process = start(folder, port);
    }

    @Override
    public void close() {
        stop();
        for (String name : List.of("pgbouncer.ini", "pgbouncer.log", "")) {
            try {
                Files.deleteIfExists(folder.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException("The pooler's folder cannot be removed", e);
            }
        }
    }

    private static LocalProcess start(Path folder, int port) {
        var command = new ArrayList<String>(List.of(PROGRAM.toString()));
        if (System.getProperty("user.name").equals("root")) {
            // It does not run as root.
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(folder.resolve("pgbouncer.ini").toString());
        var process =
                LocalProcess.start(
                        new ProcessPlan(
                                "pgbouncer", command, Map.of(), folder.resolve("pgbouncer.log")));
        process.awaitHealthy(() -> FreePorts.taken(port), PATIENCE);
        return process;
    }
}
