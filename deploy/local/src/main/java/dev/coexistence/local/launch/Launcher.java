package dev.coexistence.local.launch;

import dev.coexistence.local.FreePorts;
import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.PartFailed;
import dev.coexistence.local.guard.BrokerGuard;
import dev.coexistence.local.story.DemoStory;
import dev.coexistence.local.story.client.DemoIdentity;
import dev.coexistence.local.story.client.RunningSystem;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.rights.Participants;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts the whole system on this machine, tells the story, and stops it again. */
public final class Launcher {
    private static final InstantSource CLOCK = InstantSource.system();

    private final LaunchArguments arguments;
    private final Path root;
    private final PrintStream out;

    private Launcher(LaunchArguments arguments, Path root, PrintStream out) {
        this.arguments = arguments;
        this.root = root;
        this.out = out;
    }

    public static void main(String[] words) throws IOException, InterruptedException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path root = Path.of(System.getProperty("coexistence.root", "")).toAbsolutePath();
        int code;
        try {
            LaunchArguments arguments = LaunchArguments.parse(List.of(words), root);
            code = new Launcher(arguments, root, out).run();
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println("./deploy/local/run --help lists what there is.");
            code = 2;
        } catch (PartFailed | IllegalStateException e) {
            out.println();
            out.println("Not started: " + e.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    private int run() throws IOException, InterruptedException {
        if (arguments.action() == LaunchArguments.Action.HELP) {
            new LaunchArguments.Options().commandLine().usage(out);
            return 0;
        }
        if (arguments.action() == LaunchArguments.Action.PREPARE) {
            try (var health = new HealthChecks()) {
                new CacheTraining(root, caches(), out).run(partitions(), health);
            }
            return 0;
        }
        var ports = PortAssignment.of(System.getenv(), arguments.ports());
        var data = new DataFolder(arguments.data());
        try (SingleLaunch _ = SingleLaunch.at(data);
                var health = new HealthChecks()) {
            LeftoverProcesses.end(data)
                    .forEach(part -> out.println("Ended " + part + ", left of an earlier run"));
            if (arguments.clean()) {
                data.clean();
            }
            List<String> troubles = ports.troubles(FreePorts::taken);
            if (!troubles.isEmpty()) {
                troubles.forEach(out::println);
                return 1;
            }
            data.prepare();
            var setup =
                    new LocalSetup(
                            root,
                            data,
                            ports,
                            LocalSecrets.in(data.secrets()),
                            partitions(),
                            arguments.guarded()
                                    ? BrokerGuard.keep(data.brokerGuard(), data.brokerWitness())
                                    : null,
                            arguments.open());
            return run(setup, programs(setup), health);
        }
    }

    private JavaPrograms programs(LocalSetup setup) {
        StartupCaches caches = caches();
        JavaPrograms cold =
                JavaPrograms.cold(
                        LocalSystem.registrySettings(setup),
                        new ExtractedJars(root, caches.folder()));
        if (!caches.uncachedPrograms(cold).isEmpty()) {
            new TrainingProcess(root).run(out);
        }
        return cold.each(caches::warm);
    }

    private StartupCaches caches() {
        return new StartupCaches(root.resolve("deploy/local/target/start"));
    }

    private int run(LocalSetup setup, JavaPrograms programs, HealthChecks health)
            throws InterruptedException {
        var system = new LocalSystem(setup, programs);
        var stopping = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stopping.countDown();
                                    system.stop();
                                },
                                "stop"));
        try (system) {
            Instant began = CLOCK.instant();
            out.println("Starting; logs in " + setup.data().logs());
            system.start(health);
            Duration ready = Duration.between(began, CLOCK.instant());
            boolean kept = true;
            if (arguments.story()) {
                kept = new DemoStory(runningSystem(setup, system), out).tell();
            }
            boolean stays = arguments.action() != LaunchArguments.Action.SMOKE;
            new StartReport(setup, out).print(system, ready, stays);
            if (!stays) {
                return kept ? 0 : 1;
            }
            out.println("Ctrl-C stops everything.");
            watch(system, stopping);
            return 0;
        }
    }

    private RunningSystem runningSystem(LocalSetup setup, LocalSystem system) {
        var ports = setup.ports();
        return new RunningSystem(
                new RunningSystem.Addresses(
                        ports.url(SystemPort.CONVERSATION),
                        ports.url(SystemPort.CONNECTION),
                        ports.url(SystemPort.INGEST),
                        ports.url(SystemPort.DISPATCH),
                        ports.url(SystemPort.SIMULATOR)),
                new RunningSystem.Management(
                        ports.url(SystemPort.CONVERSATION_MANAGEMENT),
                        ports.url(SystemPort.CONNECTION_MANAGEMENT),
                        ports.url(SystemPort.INGEST_MANAGEMENT),
                        ports.url(SystemPort.DISPATCH_MANAGEMENT)),
                kafka(setup, system.bootstrapServers()),
                system.registryUrl(),
                setup.secrets().appSecret(),
                setup.open()
                        ? null
                        : new DemoIdentity(ports.url(SystemPort.IDENTITY), setup.data().identity()),
                new RunningSystem.Broker() {
                    @Override
                    public void stop() {
                        system.stopBroker();
                    }

                    @Override
                    public void start() {
                        system.startBroker();
                    }
                });
    }

    /** The story commands as one program and looks as another. */
    private static RunningSystem.EventBroker kafka(LocalSetup setup, String bootstrapServers) {
        BrokerGuard guard = setup.guard();
        return new RunningSystem.EventBroker(
                bootstrapServers,
                guard == null ? Map.of() : guard.client(Participants.COMMAND_SENDER),
                guard == null ? Map.of() : guard.client(Participants.OPERATOR));
    }

    /** Until asked to stop; tells once of each part that ends by itself. */
    private void watch(LocalSystem system, CountDownLatch stopping) throws InterruptedException {
        Set<String> told = new HashSet<>();
        ProcessHandle shell = ProcessHandle.current().parent().orElse(ProcessHandle.current());
        while (!stopping.await(1, TimeUnit.SECONDS)) {
            for (LocalProcess ended : system.endedParts()) {
                if (told.add(ended.name())) {
                    out.println(
                            ended.name()
                                    + " has ended; the last of its log:\n"
                                    + ended.lastLines(5));
                }
            }
            if (!shell.isAlive()) {
                return;
            }
        }
    }

    private static int partitions() {
        String named = System.getenv("TOPIC_PARTITIONS");
        return named == null
                ? Topics.DEFAULT_PARTITIONS
                : PortAssignment.parse("TOPIC_PARTITIONS", named);
    }
}
