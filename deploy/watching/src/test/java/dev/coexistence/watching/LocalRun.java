package dev.coexistence.watching;

import dev.coexistence.local.FreePorts;
import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.ProcessPlan;
import dev.coexistence.local.guard.BrokerGuard;
import dev.coexistence.local.story.client.DemoIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code ./deploy/local/run --guarded}, on free ports and in a folder of its own: it tells its
 * story.
 */
final class LocalRun implements AutoCloseable {
    private static final List<String> OTHERS =
            List.of(
                    "simulator",
                    "identity",
                    "registry",
                    "registry-management",
                    "kafka",
                    "kafka-controller",
                    "postgres");
    private static final Duration STORY = Duration.ofMinutes(6);
    private static final Duration GRACE = Duration.ofSeconds(90);
    private static final String LAST_LINE = "Ctrl-C stops everything.";

    private final Map<String, Integer> management = new LinkedHashMap<>();
    private final Map<String, Integer> parts = new HashMap<>();
    private final List<String> command = new ArrayList<>();
    private final Path data;
    private final LocalProcess process;
    private final Path log;

    /**
     * @param environment what its services are told besides
     */
    LocalRun(Path folder, Map<String, String> environment) {
        Path target = Deploy.ROOT.resolve("deploy/local/target");
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx96m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dcoexistence.root=" + Deploy.ROOT,
                        "-Dlogback.configurationFile=dev/coexistence/local/launch/logging.xml",
                        "-Dcoexistence.registry.home=" + target.resolve("registry"),
                        "-Dot.epg.working-dir=" + target.resolve("postgres"),
                        "-cp",
                        target.resolve("local-0.1.0-SNAPSHOT-launcher.jar").toString(),
                        "dev.coexistence.local.launch.Launcher",
                        "--guarded",
                        "--data",
                        folder.resolve("data").toString()));
        for (String service : List.of("ingest", "connection", "dispatch", "conversation")) {
            parts.put(service, listensAt(service));
            management.put(service, listensAt(service + "-management"));
        }
        OTHERS.forEach(part -> parts.put(part, listensAt(part)));
        data = folder.resolve("data");
        log = folder.resolve("run.log");
        process = LocalProcess.start(new ProcessPlan("local run", command, environment, log));
    }

    /** Port of health and metrics by service. */
    Map<String, Integer> managementPorts() {
        return management;
    }

    /** Root of a service's HTTP interface, or of the simulator's. */
    URI at(String part) {
        return URI.create("http://127.0.0.1:" + port(part));
    }

    /**
     * Returns once the story is told and the system stays up.
     *
     * @throws dev.coexistence.local.PartFailed where it ends before, with its last lines
     */
    void awaitStory() {
        process.awaitHealthy(() -> Deploy.text(log).contains(LAST_LINE), STORY);
    }

    /** The provider of this run, and what its folder holds. */
    DemoIdentity identity() {
        return new DemoIdentity(at("identity"), data.resolve("identity"));
    }

    /** The guard of this run's broker, and what the broker wrote down. */
    BrokerGuard guard() {
        return new BrokerGuard(data.resolve("secrets/kafka"), data.resolve("kafka-rights"));
    }

    /** Port of a part by its name. */
    int port(String part) {
        return Objects.requireNonNull(parts.get(part), part);
    }

    /** What the story expected and did not see. */
    List<String> failedChecks() {
        return Deploy.text(log).lines().filter(line -> line.startsWith("FAIL")).toList();
    }

    String lastLines() {
        return process.lastLines(60);
    }

    @Override
    public void close() {
        process.stop(GRACE);
    }

    private int listensAt(String part) {
        int port = FreePorts.next();
        command.addAll(List.of("--port", part + "=" + port));
        return port;
    }
}
