package dev.coexistence.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Broker, registry and PostgreSQL for the tests of one JVM. Each starts when it is first asked for;
 * all end with the JVM and leave nothing behind. Thread-safe.
 */
public final class LocalStack implements AutoCloseable {
    /** Partitions of every topic in tests. */
    public static final int PARTITIONS = 4;

    private static final LocalStack SHARED = onlyOne();

    private final Path folder;
    private @Nullable LocalBroker broker;
    private @Nullable LocalRegistry registry;
    private @Nullable LocalPostgres postgres;
    private int databases;

    private LocalStack(Path folder) {
        this.folder = folder;
    }

    /** The one stack of this JVM. */
    public static LocalStack shared() {
        return SHARED;
    }

    /** The broker, started, with the topics of the catalogue. */
    public synchronized LocalBroker broker() {
        if (broker == null) {
            LocalBroker fresh =
                    "container".equals(System.getProperty("coexistence.broker"))
                            ? new ContainerBroker()
                            : new InProcessBroker(
                                    BrokerSettings.onFreePorts(folder.resolve("kafka")));
            fresh.start();
            LocalTopics.create(fresh.bootstrapServers(), PARTITIONS);
            broker = fresh;
        }
        return broker;
    }

    /** Address of the broker; stays the same while the broker is stopped. */
    public String bootstrapServers() {
        return broker().bootstrapServers();
    }

    /** Takes the broker away; what it stored stays. */
    public void stopBroker() {
        broker().stop();
    }

    public void startBroker() {
        broker().start();
    }

    public synchronized LocalRegistry registry() {
        if (registry == null) {
            var settings =
                    RegistrySettings.onFreePorts(
                            folder.resolve("registry"), folder.resolve("registry.log"));
            LocalRegistry fresh = new LocalRegistry(settings, LocalRegistry.program(settings));
            fresh.start();
            registry = fresh;
        }
        return registry;
    }

    /** Root of the registry's Confluent API. */
    public String registryUrl() {
        return registry().url();
    }

    /**
     * The server; without fsync, since a test's claim of durability is against killed processes.
     */
    public synchronized LocalPostgres postgres() {
        if (postgres == null) {
            postgres =
                    LocalPostgres.start(
                            new LocalPostgres.Settings(
                                    folder.resolve("postgres"),
                                    FreePorts.next(),
                                    false,
                                    folder.resolve("postgres.log")));
        }
        return postgres;
    }

    /** A new, empty database; its name begins with the given one. */
    public synchronized Database newDatabase(String name) {
        databases++;
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return postgres().database("t_" + plain + "_" + databases);
    }

    /** The same with the services' roles, for a service that works as its own. */
    public Database newServiceDatabase(String name) {
        Database database = newDatabase(name);
        postgres().makeRoles(database);
        return database;
    }

    /** Stops what runs and removes its data. */
    @Override
    public synchronized void close() {
        if (registry != null) {
            registry.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (broker != null) {
            broker.close();
        }
        remove(folder);
    }

    private static LocalStack onlyOne() {
        try {
            var stack = new LocalStack(Files.createTempDirectory("coexistence-stack-"));
            closeAfterServices(stack);
            return stack;
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder can be made", e);
        }
    }

    /**
     * Closes the stack at the JVM's end, after every context of Spring Boot in it: a consumer whose
     * broker goes first waits for it until its own time is over.
     */
    private static void closeAfterServices(LocalStack stack) {
        Runnable close =
                () -> {
                    awaitServices();
                    stack.close();
                };
        Runtime.getRuntime().addShutdownHook(new Thread(close, "local-stack-stop"));
    }

    /** Waits for Spring Boot's hook, where there is one: hooks start together, in no order. */
    private static void awaitServices() {
        var never = new CountDownLatch(1);
        try {
            for (int look = 0; look < 25; look++) {
                for (Thread thread : Thread.getAllStackTraces().keySet()) {
                    if (thread.getName().equals("SpringApplicationShutdownHook")) {
                        thread.join();
                        return;
                    }
                }
                boolean unused = never.await(20, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The stack's folder cannot be removed", e);
        }
    }
}
