package dev.coexistence.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The broker as a process of its own, as the launcher and the benchmarks run it. */
public final class BrokerProcess implements LocalBroker {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BrokerSettings settings;
    private final JavaProgram java;
    private final Path log;
    private @Nullable LocalProcess process;

    public BrokerProcess(BrokerSettings settings, JavaProgram java, Path log) {
        this.settings = settings;
        this.java = java;
        this.log = log;
    }

    /** The broker's main class with this JVM's class path and a small heap. */
    public static JavaProgram program() {
        return JavaProgram.ofClassPath(System.getProperty("java.class.path"), BrokerMain.class)
                .withOptions(
                        List.of(
                                "-Xms64m",
                                "-Xmx192m",
                                "-Xss512k",
                                "-XX:-UsePerfData",
                                "-XX:+UseCompactObjectHeaders",
                                "-Dlogback.configurationFile=dev/coexistence/local/launch/logging.xml"));
    }

    @Override
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    @Override
    public void start() {
        launch().awaitHealthy(this::answers, PATIENCE);
    }

    /** Starts without waiting for it to take requests; see {@link #answers}. */
    public synchronized LocalProcess launch() {
        if (process == null || !process.isAlive()) {
            process =
                    LocalProcess.start(
                            new ProcessPlan(
                                    "kafka",
                                    java.command(arguments()),
                                    Map.of("MALLOC_ARENA_MAX", "2"),
                                    log));
        }
        return process;
    }

    private String[] arguments() {
        var arguments =
                new ArrayList<>(
                        List.of(
                                settings.data().toString(),
                                Integer.toString(settings.port()),
                                Integer.toString(settings.controllerPort())));
        if (!settings.more().isEmpty()) {
            arguments.add(writeMore().toString());
        }
        return arguments.toArray(String[]::new);
    }

    /** Settings can hold passwords, which no command line may show. */
    private Path writeMore() {
        Path file = settings.data().resolveSibling(settings.data().getFileName() + ".properties");
        var more = new Properties();
        more.putAll(settings.more());
        try {
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            try (Writer writer = Files.newBufferedWriter(file)) {
                more.store(writer, null);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("The broker's settings cannot be written", e);
        }
    }

    /** Tells whether clients can connect: the broker opens its port when it is ready. */
    public boolean answers() {
        return FreePorts.taken(settings.port());
    }

    @Override
    public synchronized void stop() {
        if (process != null) {
            process.stop(Duration.ofSeconds(30));
            process = null;
        }
    }
}
