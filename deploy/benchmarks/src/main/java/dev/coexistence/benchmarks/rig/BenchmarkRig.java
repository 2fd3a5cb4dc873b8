package dev.coexistence.benchmarks.rig;

import dev.coexistence.local.BrokerProcess;
import dev.coexistence.local.BrokerSettings;
import dev.coexistence.local.Database;
import dev.coexistence.local.FreePorts;
import dev.coexistence.local.JavaProgram;
import dev.coexistence.local.LocalPostgres;
import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.LocalRegistry;
import dev.coexistence.local.LocalTopics;
import dev.coexistence.local.ProcessPlan;
import dev.coexistence.local.RegistrySettings;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.HttpSchemaRegistry;
import dev.coexistence.schemas.TokenCipher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Broker, registry, PostgreSQL with fsync and the simulator, each a process of its own on a port
 * from the system; services are started on it as a benchmark needs them.
 */
public final class BenchmarkRig implements AutoCloseable {
    public static final String APP_SECRET = "benchmark-app-secret";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String SIMULATOR = "deploy/simulator";

    private final Path root = Path.of(System.getProperty("coexistence.root", ".")).toAbsolutePath();
    private final Path folder;
    private final String keyset = TokenCipher.newKeyset();
    private final List<AutoCloseable> started = new ArrayList<>();
    private final BrokerProcess broker;
    private final LocalRegistry registry;
    private final LocalPostgres postgres;
    private final Database database;
    private final SimulatorControl simulator;
    private boolean judgeFirst;

    public BenchmarkRig(String name, int partitions) {
        // An interrupted benchmark leaves no process behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        folder = emptyFolder(root.resolve("deploy/benchmarks/target/rig").resolve(name));
        try {
            postgres =
                    LocalPostgres.start(
                            new LocalPostgres.Settings(
                                    folder.resolve("postgres"),
                                    FreePorts.next(),
                                    true,
                                    folder.resolve("postgres.log")));
            started.add(postgres);
            database = postgres.database("coexistence");
            broker =
                    new BrokerProcess(
                            BrokerSettings.onFreePorts(folder.resolve("kafka")),
                            BrokerProcess.program().withFullCompiler(),
                            folder.resolve("kafka.log"));
            started.add(broker::stop);
            RegistrySettings settings =
                    RegistrySettings.onFreePorts(
                            folder.resolve("registry"), folder.resolve("registry.log"));
            registry = new LocalRegistry(settings, LocalRegistry.program(settings));
            started.add(registry);
            registry.launch();
            broker.start();
            LocalTopics.create(broker.bootstrapServers(), partitions);
            simulator = startSimulator();
            registry.start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * From now on services yield to the simulator where both want the processor: a judge that is
     * kept waiting sees messages together that arrived apart.
     */
    public void judgeFirst() {
        judgeFirst = true;
    }

    public SimulatorControl simulator() {
        return simulator;
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public String registryUrl() {
        return registry.url();
    }

    public Database database() {
        return database;
    }

    public LocalPostgres postgres() {
        return postgres;
    }

    public Path folder() {
        return folder;
    }

    public BrokerProcess broker() {
        return broker;
    }

    public EventSerde serde() {
        return new EventSerde(
                new HttpSchemaRegistry(URI.create(registry.url()), Duration.ofSeconds(10)));
    }

    public TokenCipher cipher() {
        return TokenCipher.of(keyset);
    }

    /** Closed with the rig, before everything that was started earlier. */
    public <T extends AutoCloseable> T closeLater(T part) {
        started.add(part);
        return part;
    }

    /** A service of this project as a process; returns when it is ready. */
    public ServiceProcess service(String name, String module, Map<String, String> more) {
        return service(name, module, List.of("-Xmx256m"), more);
    }

    public ServiceProcess service(
            String name, String module, List<String> options, Map<String, String> more) {
        int port = FreePorts.next();
        int management = FreePorts.next();
        Map<String, String> environment = new HashMap<>();
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(management));
        environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        environment.put("ACCESS_OPEN", "true");
        environment.put("MALLOC_ARENA_MAX", "2");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("KAFKA_SCHEMA_REGISTRY_URL", registry.url());
        environment.put("SPRING_DATASOURCE_URL", database.url());
        environment.put("SPRING_DATASOURCE_USERNAME", database.user());
        environment.put("SPRING_DATASOURCE_PASSWORD", database.password());
        environment.put("META_GRAPH_URL", simulator.base().toString());
        environment.put("META_APP_ID", "100000000000001");
        environment.put("META_APP_SECRET", APP_SECRET);
        environment.put("META_APP_SECRETS", "rig=" + APP_SECRET);
        environment.put("META_VERIFY_TOKEN", "benchmark-verify-token");
        environment.put("TOKEN_KEYSET", keyset);
        environment.putAll(more);
        JavaProgram program =
                JavaProgram.ofJar(jar(module))
                        .withFullCompiler()
                        .withOptions(options)
                        .withOptions(profilingOptions(name));
        LocalProcess process =
                LocalProcess.start(
                        new ProcessPlan(
                                name,
                                judgeFirst ? niceCommand(program.command()) : program.command(),
                                environment,
                                folder.resolve(name + ".log")));
        ServiceProcess service =
                new ServiceProcess(process, onLoopback(port), onLoopback(management));
        started.add(service);
        return service;
    }

    @Override
    public synchronized void close() {
        for (AutoCloseable part : List.copyOf(started).reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("A part of the rig did not stop: " + e);
            }
        }
        started.clear();
    }

    private static URI onLoopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static List<String> niceCommand(List<String> command) {
        return Stream.concat(Stream.of("nice", "-n", "5"), command.stream()).toList();
    }

    /** JVM options of BENCHMARKS_JAVA_OPTIONS, with NAME in it replaced by the process's name. */
    private static List<String> profilingOptions(String name) {
        String asked = System.getenv().getOrDefault("BENCHMARKS_JAVA_OPTIONS", "").strip();
        return asked.isEmpty() ? List.of() : List.of(asked.replace("NAME", name).split("\\s+"));
    }

    private SimulatorControl startSimulator() {
        int port = FreePorts.next();
        JavaProgram program =
                JavaProgram.ofJar(jar(SIMULATOR))
                        .withFullCompiler()
                        .withOptions(List.of("-Xmx512m"));
        LocalProcess process =
                LocalProcess.start(
                        new ProcessPlan(
                                "simulator",
                                program.command(),
                                Map.of(
                                        "SERVER_PORT",
                                        Integer.toString(port),
                                        "META_APP_SECRET",
                                        APP_SECRET,
                                        "MALLOC_ARENA_MAX",
                                        "2",
                                        "SIMULATOR_ARRIVALS_KEPT",
                                        "400000"),
                                folder.resolve("simulator.log")));
        started.add(process);
        SimulatorControl control = new SimulatorControl(URI.create("http://127.0.0.1:" + port));
        process.awaitHealthy(control::healthy, PATIENCE);
        return control;
    }

    /** A copy, so that a build in the meantime does not pull the jar away from under its JVM. */
    private Path jar(String module) {
        Path source = root.resolve(module);
        String name = source.getFileName() + "-0.1.0-SNAPSHOT-app.jar";
        Path copy = folder.resolve(name);
        try {
            if (!Files.exists(copy)) {
                Files.copy(source.resolve("target").resolve(name), copy);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(module + " has no jar to run", e);
        }
    }

    /** A folder with nothing in it, whatever an earlier run left there. */
    public static Path emptyFolder(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (var files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be emptied", e);
        }
    }
}
