package dev.coexistence.benchmarks.access;

import dev.coexistence.access.Scope;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.benchmarks.dispatch.UpstreamSystem;
import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.benchmarks.rig.PollingWait;
import dev.coexistence.benchmarks.rig.ServiceProcess;
import dev.coexistence.benchmarks.rig.SimulatorControl;
import dev.coexistence.schemas.events.ConnectionMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Cost of the check of a request, and its share of a command over HTTP. */
public final class AccessBenchmark implements Benchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TENANT = "default";
    private static final String WITHOUT = "the same request without the filters";
    private static final double NANOS_PER_MICRO = 1_000;

    /** Measure of a round: the check by each kind of credentials, and a command. */
    private enum Arm {
        REMEMBERED,
        NEW,
        KEY,
        WAIT,
        SEND
    }

    @Override
    public String name() {
        return "access";
    }

    @Override
    public String description() {
        return "cost of the check of a request by token and by API key, and its share of POST"
                + " /v1/messages";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("rounds", 7, "rounds that count"),
                new Option("warm-up", 8, "rounds before them"),
                new Option("requests", 20_000, "requests of each arm in a round"),
                new Option("tokens", 1_000, "of them with a token that is new"),
                new Option("commands", 1_000, "commands in a round, one at a time and once more"),
                new Option("at-a-time", 16, "commands under way at a time, the second time"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options) {
        try (BenchmarkRig rig = new BenchmarkRig("access", 12);
                UpstreamSystem upstream = new UpstreamSystem(rig);
                TestIssuer issuer = TestIssuer.start();
                CheckedService service = new CheckedService(rig, issuer)) {
            String key = upstream.issueKey(TENANT, Scope.MESSAGES_SEND);
            SimulatorControl.Number number =
                    rig.simulator().numbers(1, 15_550_100_100L, false, 1_000_000).getFirst();
            upstream.connect(number, ConnectionMode.FULL_MIGRATION, 80);
            upstream.flush();
            ServiceProcess dispatch = startDispatch(rig, issuer);
            int atATime = options.number("at-a-time");
            try (CommandLoad load = new CommandLoad(dispatch.base(), number.id(), atATime)) {
                PollingWait.await(
                        "the key and the number known",
                        PATIENCE,
                        () -> service.lets(key) && load.accepts(key));
                print(output, measure(output, options, service, load, dispatch, issuer, key));
            }
        }
    }

    /** The service that takes commands, closed as in production, with rates out of the way. */
    private static ServiceProcess startDispatch(BenchmarkRig rig, TestIssuer issuer) {
        return rig.service(
                        "dispatch",
                        "outbound-dispatch-service",
                        List.of("-Xms512m", "-Xmx512m"),
                        Map.of(
                                "ACCESS_OPEN",
                                "false",
                                "ACCESS_ISSUER",
                                issuer.url(),
                                "ACCESS_CALLER_RATE",
                                "1000000",
                                "ACCESS_TENANT_RATE",
                                "1000000",
                                "DISPATCH_PACING_ENABLED",
                                "false"))
                .awaitReady();
    }

    private static Map<Arm, List<Double>> measure(
            FigureOutput output,
            BenchmarkOptions options,
            CheckedService service,
            CommandLoad load,
            ServiceProcess dispatch,
            TestIssuer issuer,
            String key) {
        int requests = options.number("requests");
        int commands = options.number("commands");
        int rounds = options.number("rounds");
        Map<Arm, List<Double>> micros = new EnumMap<>(Arm.class);
        for (int round = 1 - options.number("warm-up"); round <= rounds; round++) {
            output.say("access: round %d of %d", round, rounds);
            String token = issuer.program(TENANT, Scope.MESSAGES_SEND);
            List<String> fresh =
                    Stream.generate(() -> issuer.program(TENANT, Scope.MESSAGES_SEND))
                            .limit(options.number("tokens"))
                            .toList();
            double none = service.measureUnchecked(Collections.nCopies(requests, token));
            Map<Arm, Double> nanos = new EnumMap<>(Arm.class);
            nanos.put(Arm.REMEMBERED, service.measure(Collections.nCopies(requests, token)) - none);
            nanos.put(Arm.KEY, service.measure(Collections.nCopies(requests, key)) - none);
            nanos.put(Arm.NEW, service.measure(fresh) - none);
            nanos.put(Arm.WAIT, load.measure(token, commands, 1));
            Duration before = processorTime(dispatch);
            load.measure(token, commands, options.number("at-a-time"));
            Duration taken = processorTime(dispatch).minus(before);
            nanos.put(Arm.SEND, (double) taken.toNanos() / commands);
            if (round > 0) {
                nanos.forEach((arm, value) ->
                        micros.computeIfAbsent(arm, _ -> new ArrayList<>())
                                .add(value / NANOS_PER_MICRO));
            }
        }
        return micros;
    }

    private static Duration processorTime(ServiceProcess service) {
        return ProcessHandle.of(service.process().pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("the dispatcher has ended"));
    }

    private static void print(FigureOutput output, Map<Arm, List<Double>> micros) {
        output.figure(
                Figure.median("access.jwt-us", "us", WITHOUT, rounds(micros, Arm.REMEMBERED))
                        .noting("a token that was judged before"));
        output.figure(
                Figure.median("access.jwt-new-us", "us", WITHOUT, rounds(micros, Arm.NEW))
                        .noting("a token that is judged, RS256 with 2,048 bits"));
        output.figure(Figure.median("access.key-us", "us", WITHOUT, rounds(micros, Arm.KEY)));
        output.figure(
                share(
                        "access.share-of-send",
                        "processor time of the dispatcher for POST /v1/messages",
                        micros,
                        Arm.SEND));
        output.figure(
                share(
                        "access.share-of-wait",
                        "time until POST /v1/messages is answered, one at a time",
                        micros,
                        Arm.WAIT));
    }

    private static Figure share(
            String name, String peer, Map<Arm, List<Double>> micros, Arm command) {
        List<Double> commands = rounds(micros, command);
        return Figure.median(
                        name,
                        "ratio",
                        peer,
                        Figure.ratios(rounds(micros, Arm.REMEMBERED), commands))
                .noting("%.0f us a command".formatted(Figure.medianOf(commands)));
    }

    private static List<Double> rounds(Map<Arm, List<Double>> micros, Arm arm) {
        return micros.getOrDefault(arm, List.of());
    }
}
