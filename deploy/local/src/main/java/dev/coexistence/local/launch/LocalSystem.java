package dev.coexistence.local.launch;

import dev.coexistence.local.BrokerProcess;
import dev.coexistence.local.Database;
import dev.coexistence.local.LocalPostgres;
import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.LocalRegistry;
import dev.coexistence.local.PartFailed;
import dev.coexistence.local.ProcessMemory;
import dev.coexistence.local.ProcessPlan;
import dev.coexistence.local.RegistrySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Broker, registry, PostgreSQL, simulator, the demo's OpenID provider and the four services, each
 * its own process.
 */
final class LocalSystem implements AutoCloseable {
    private static final String POSTGRES = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** A program that learns writes its cache when it ends. */
    private static final Duration LEARNING_GRACE = Duration.ofSeconds(180);

    private final LocalSetup setup;
    private final JavaPrograms programs;
    private final BrokerProcess broker;
    private final LocalRegistry registry;
    private final LocalPostgres postgres;
    private final Map<String, LocalProcess> processes = new ConcurrentHashMap<>();
    private final Listener listener;
    private boolean stopped;

    /** Listener to the progress of start and stop. Called from several threads. */
    interface Listener {
        Listener NONE =
                new Listener() {
                    @Override
                    public void started(String part) {}

                    @Override
                    public void stopping() {}

                    @Override
                    public void stopped(String part) {}
                };

        void started(String part);

        void stopping();

        void stopped(String part);
    }

    LocalSystem(LocalSetup setup, JavaPrograms programs) {
        this(setup, programs, Listener.NONE);
    }

    LocalSystem(LocalSetup setup, JavaPrograms programs, Listener listener) {
        this.setup = setup;
        this.programs = programs;
        this.listener = listener;
        var data = setup.data();
        broker =
                new BrokerProcess(
                        setup.brokerSettings(),
                        programs.program(JavaPrograms.KAFKA),
                        data.log(JavaPrograms.KAFKA));
        registry =
                new LocalRegistry(registrySettings(setup), programs.program(JavaPrograms.REGISTRY));
        postgres =
                LocalPostgres.at(
                        new LocalPostgres.Settings(
                                data.postgres(),
                                setup.ports().number(SystemPort.POSTGRES),
                                true,
                                data.log(POSTGRES)));
    }

    static RegistrySettings registrySettings(LocalSetup setup) {
        return new RegistrySettings(
                RegistrySettings.unpackedHome(),
                setup.data().registry(),
                setup.ports().number(SystemPort.REGISTRY),
                setup.ports().number(SystemPort.REGISTRY_MANAGEMENT),
                setup.data().log(JavaPrograms.REGISTRY));
    }

    /**
     * Starts everything, as much at once as depends on nothing, and returns when all is healthy.
     *
     * @throws PartFailed where a part does not come up
     */
    void start(HealthChecks health) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var database =
                    CompletableFuture.supplyAsync(
                            () -> {
                                postgres.start();
                                postgres.process()
                                        .ifPresent(server ->
                                                LeftoverProcesses.note(
                                                        setup.data(), POSTGRES, server.pid()));
                                listener.started(POSTGRES);
                                return postgres.serviceDatabase("coexistence");
                            },
                            threads);
            var topics =
                    CompletableFuture.runAsync(
                            () -> {
                                track(broker::launch).awaitHealthy(broker::answers, PATIENCE);
                                listener.started(JavaPrograms.KAFKA);
                                setup.prepareBroker();
                            },
                            threads);
            var schemas =
                    CompletableFuture.runAsync(
                            () -> {
                                LocalProcess process = track(registry::launch);
                                process.awaitHealthy(
                                        () -> health.answers(registry.healthUrl()), PATIENCE);
                                listener.started(JavaPrograms.REGISTRY);
                            },
                            threads);
            var all = new ArrayList<CompletableFuture<?>>(List.of(topics, schemas));
            all.add(
                    CompletableFuture.runAsync(
                            () -> startApplication(ServiceProgram.SIMULATOR, noDatabase(), health),
                            threads));
            var identity =
                    CompletableFuture.runAsync(
                            () -> {
                                if (!setup.open()) {
                                    startApplication(ServiceProgram.IDENTITY, noDatabase(), health);
                                }
                            },
                            threads);
            all.add(identity);
            for (ServiceProgram service : ServiceProgram.SERVICES) {
                all.add(
                        database.thenCombine(topics, (ready, _) -> ready)
                                .thenCombine(identity, (ready, _) -> ready)
                                .thenAcceptAsync(
                                        ready -> startApplication(service, ready, health),
                                        threads));
            }
            try {
                firstFailureOrAll(all);
            } catch (RuntimeException e) {
                // What still waits for its health would be waited for.
                stop();
                throw e;
            }
        }
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    String registryUrl() {
        return registry.url();
    }

    /** Takes the broker away from everybody; what it stored stays. */
    void stopBroker() {
        broker.stop();
    }

    void startBroker() {
        track(broker::launch).awaitHealthy(broker::answers, PATIENCE);
    }

    /** Memory by part. */
    Map<String, ProcessMemory> memory() {
        var parts = new LinkedHashMap<String, ProcessMemory>();
        for (String part : programs.parts()) {
            LocalProcess process = processes.get(part);
            if (process != null) {
                parts.put(part, process.memory());
            }
        }
        parts.put(POSTGRES, postgres.memory());
        return parts;
    }

    /** Parts that have ended by themselves. */
    List<LocalProcess> endedParts() {
        return processes.values().stream().filter(process -> !process.isAlive()).toList();
    }

    /** Stops the services, then what they stand on; returns when no process is left. */
    synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        listener.stopping();
        stopTogether(ServiceProgram.SERVICES.stream().map(ServiceProgram::name).toList());
        stopTogether(
                List.of(
                        ServiceProgram.SIMULATOR.name(),
                        ServiceProgram.IDENTITY.name(),
                        JavaPrograms.REGISTRY));
        stopTogether(List.of(JavaPrograms.KAFKA));
        postgres.close();
        LeftoverProcesses.forget(setup.data(), POSTGRES);
    }

    /** Ends everything at once, with nothing kept; returns when no process is left. */
    synchronized void abandon() {
        stopped = true;
        processes.values().forEach(LocalProcess::kill);
        postgres.close();
    }

    @Override
    public void close() {
        stop();
    }

    private void startApplication(
            ServiceProgram application, Database database, HealthChecks health) {
        var environment = new ProgramEnvironment(setup, database);
        var plan =
                new ProcessPlan(
                        application.name(),
                        application.command(programs.program(application.name())),
                        environment.variables(application),
                        setup.data().log(application.name()));
        var url = setup.ports().url(application.health()).resolve(application.healthPath());
        track(() -> LocalProcess.start(plan)).awaitHealthy(() -> health.answers(url), PATIENCE);
        listener.started(application.name());
    }

    private synchronized LocalProcess track(Supplier<LocalProcess> start) {
        if (stopped) {
            throw new IllegalStateException("The system is being stopped");
        }
        LocalProcess process = start.get();
        processes.put(process.name(), process);
        LeftoverProcesses.note(setup.data(), process.name(), process.pid());
        return process;
    }

    private void stopTogether(List<String> names) {
        var going = names.stream().map(processes::get).filter(process -> process != null).toList();
        going.forEach(LocalProcess::askToStop);
        for (LocalProcess process : going) {
            process.stop(programs.learning() ? LEARNING_GRACE : GRACE);
            listener.stopped(process.name());
        }
        going.forEach(process -> LeftoverProcesses.forget(setup.data(), process.name()));
    }

    private static Database noDatabase() {
        return new Database("", "", "");
    }

    /** Fails with the first that fails, without waiting for the others. */
    private static void firstFailureOrAll(List<CompletableFuture<?>> all) {
        var failure = new CompletableFuture<Void>();
        for (var one : all) {
            var _ =
                    one.whenComplete((_, trouble) -> {
                        if (trouble != null) {
                            failure.completeExceptionally(trouble);
                        }
                    });
        }
        var everything = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
        try {
            CompletableFuture.anyOf(failure, everything).join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            while (cause instanceof CompletionException deeper && deeper.getCause() != null) {
                cause = deeper.getCause();
            }
            if (cause instanceof RuntimeException known) {
                throw known;
            }
            throw e;
        }
    }
}
