package dev.coexistence.benchmarks;

import dev.coexistence.schemas.events.ConnectionMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How much goes through, with budgets off and every intent durable. */
final class DispatchBenchmark implements Benchmark {
    private static final Duration ROUND_TRIP = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "dispatch";
    }

    @Override
    public String about() {
        return "messages a second of 1,000 numbers at 50 ms round trip, budgets off, against parallel-consumer and a bare client";
    }

    @Override
    public void run(Output output, Options options) {
        int count = options.number("numbers", 1000);
        int each = options.number("each", 20);
        int rounds = options.number("rounds", 7);
        try (Rig rig = new Rig("dispatch", 12);
                Upstream upstream = new Upstream(rig)) {
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
                            List.of("-Xmx512m"),
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
                                    options.number("peer-concurrency", 16),
                                    key -> post(client, byId, key, peerCount))) {
                for (int round = 0; round < rounds + 1; round++) {
                    boolean warm = round > 0;
                    output.say("dispatch: round %d of %d", round, rounds);
                    Double one = throughput(rig, upstream, numbers, each, round);
                    add(ours, one, warm);
                    add(raw, client.throughput(numbers, each, "raw-" + round + "-"), warm);
                    add(peer, peer(arm, numbers, Math.max(1, each / 10), peerCount), warm);
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
                                    LimiterBenchmark.ratios(ours, peer))
                            .noting("%.0f a second".formatted(Figure.medianOf(ours))));
            output.figure(
                    Figure.median(
                                    "dispatch.vs-raw-client",
                                    "ratio",
                                    "the same HTTP client, one lane per number, nothing durable",
                                    LimiterBenchmark.ratios(ours, raw))
                            .noting("%.0f a second".formatted(Figure.medianOf(raw))));
        }
    }

    /** From the first arrival to the last, as the simulator stamped them. */
    private static double throughput(
            Rig rig,
            Upstream upstream,
            List<SimulatorControl.Number> numbers,
            int each,
            int round) {
        SimulatorControl simulator = rig.simulator();
        simulator.forgetArrivals();
        Map<SimulatorControl.Number, Integer> shares = new HashMap<>();
        numbers.forEach(n -> shares.put(n, 1));
        Sending sending = new Sending(upstream, simulator, shares, "d" + round);
        sending.command(each);
        sending.await(sending.commanded(), PATIENCE);
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
        Patience.until("the peer done", PATIENCE, () -> done.get() >= wanted);
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
