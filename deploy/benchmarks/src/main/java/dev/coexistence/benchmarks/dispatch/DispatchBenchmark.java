package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.benchmarks.rig.PollingWait;
import dev.coexistence.benchmarks.rig.SimulatorControl;
import dev.coexistence.schemas.events.ConnectionMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Throughput of the dispatcher with budgets off and every intent durable. */
public final class DispatchBenchmark implements Benchmark {
    private static final Duration ROUND_TRIP = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "dispatch";
    }

    @Override
    public String description() {
        return "messages a second of 1,000 numbers at 50 ms round trip, budgets off, against parallel-consumer and a bare client";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("rounds", 7, "rounds that count"),
                new Option("warm-up", 10, "rounds before them"),
                new Option("numbers", 1000, "numbers that send"),
                new Option("each", 20, "messages of each in a round"),
                new Option("peer-concurrency", 16, "threads of parallel-consumer"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options) {
        int count = options.number("numbers");
        int each = options.number("each");
        int rounds = options.number("rounds");
        int warm = options.number("warm-up");
        try (BenchmarkRig rig = new BenchmarkRig("dispatch", 12);
                UpstreamSystem upstream = new UpstreamSystem(rig)) {
            SimulatorControl simulator = rig.simulator();
            List<SimulatorControl.Number> numbers =
                    simulator.numbers(count, 15_550_700_000L, false, 1_000_000);
            for (SimulatorControl.Number number : numbers) {
                upstream.connect(number, ConnectionMode.FULL_MIGRATION, 80);
            }
            upstream.flush();
            simulator.latency(ROUND_TRIP);
            rig.service(
                            "dispatch",
                            "outbound-dispatch-service",
                            List.of("-Xms1g", "-Xmx1g", "-Xmn600m"),
                            Map.of("DISPATCH_PACING_ENABLED", "false"))
                    .awaitReady();
            Map<String, SimulatorControl.Number> byId = new HashMap<>();
            numbers.forEach(n -> byId.put(n.id(), n));
            List<Double> ours = new ArrayList<>();
            List<Double> peer = new ArrayList<>();
            List<Double> raw = new ArrayList<>();
            AtomicLong peerCount = new AtomicLong();
            try (RawClient client = new RawClient(simulator, count);
                    ParallelConsumerArm arm =
                            new ParallelConsumerArm(
                                    rig,
                                    12,
                                    options.number("peer-concurrency"),
                                    key -> post(client, byId, key, peerCount))) {
                for (int round = 1 - warm; round <= rounds; round++) {
                    boolean counts = round > 0;
                    output.say("dispatch: round %d of %d", round, rounds);
                    add(ours, runDispatcher(upstream, simulator, numbers, each, round), counts);
                    add(raw, raw(client, simulator, numbers, each, round), counts);
                    add(peer, peer(arm, numbers, Math.max(1, each / 10), peerCount), counts);
                }
            }
            output.say(
                    "dispatch: ours %.0f, parallel-consumer %.0f, bare client %.0f a second",
                    Figure.medianOf(ours), Figure.medianOf(peer), Figure.medianOf(raw));
            output.figure(
                    Figure.median(
                                    "dispatch.vs-parallel-consumer",
                                    "ratio",
                                    "parallel-consumer, KEY order, its default of 16 threads",
                                    Figure.ratios(ours, peer))
                            .noting("%.0f a second".formatted(Figure.medianOf(ours))));
            output.figure(
                    Figure.median(
                                    "dispatch.vs-raw-client",
                                    "ratio",
                                    "the same HTTP client, one lane per number, nothing durable",
                                    Figure.ratios(ours, raw))
                            .noting("%.0f a second".formatted(Figure.medianOf(raw))));
        }
    }

    private static double runDispatcher(
            UpstreamSystem upstream,
            SimulatorControl simulator,
            List<SimulatorControl.Number> numbers,
            int each,
            int round) {
        simulator.forgetArrivals();
        long wanted = simulator.acceptedCount() + (long) numbers.size() * each;
        long count = 0;
        for (int i = 0; i < each; i++) {
            for (SimulatorControl.Number number : numbers) {
                upstream.send(
                        "d" + round + "-" + count, number.id(), "+1556" + (1_000_000 + count));
                count++;
            }
        }
        upstream.flush();
        PollingWait.await(
                "every message accepted", PATIENCE, () -> simulator.acceptedCount() >= wanted);
        return perSecond(simulator);
    }

    private static double raw(
            RawClient client,
            SimulatorControl simulator,
            List<SimulatorControl.Number> numbers,
            int each,
            int round) {
        simulator.forgetArrivals();
        client.sendAll(numbers, each, "raw-" + round + "-");
        return perSecond(simulator);
    }

    /** From the first arrival to the last, as the simulator stamped them. */
    private static double perSecond(SimulatorControl simulator) {
        List<SimulatorControl.Arrival> arrivals = simulator.allArrivals(0);
        double seconds = (arrivals.getLast().nanos() - arrivals.getFirst().nanos()) / 1e9;
        simulator.forgetArrivals();
        return arrivals.size() / seconds;
    }

    private static double peer(
            ParallelConsumerArm arm,
            List<SimulatorControl.Number> numbers,
            int each,
            AtomicLong done) {
        long before = done.get();
        long start = System.nanoTime();
        for (int i = 0; i < each; i++) {
            numbers.forEach(n -> arm.send(n.id(), "x"));
        }
        arm.flush();
        long wanted = before + (long) each * numbers.size();
        PollingWait.await("the peer done", PATIENCE, () -> done.get() >= wanted);
        return each * numbers.size() / ((System.nanoTime() - start) / 1e9);
    }

    private static void post(
            RawClient client,
            Map<String, SimulatorControl.Number> byId,
            String key,
            AtomicLong count) {
        SimulatorControl.Number number = byId.get(key);
        if (number == null) {
            throw new IllegalStateException("unknown key " + key);
        }
        String id = "peer-" + count.get();
        client.send(number, "+1559" + (1_000_000 + count.get()), id).block(PATIENCE);
        count.incrementAndGet();
    }

    private static void add(List<Double> values, Double value, boolean counts) {
        if (counts) {
            values.add(value);
        }
    }
}
