package dev.coexistence.benchmarks.dispatch;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Head-of-line blocking: the cost of a number with a very long queue to its neighbours on the same
 * partition.
 */
public final class HeadOfLineBenchmark implements Benchmark {
    private static final String DISPATCH = "outbound-dispatch-service";
    private static final int NEIGHBOURS = 100;
    private static final int EACH = 10;
    private static final int UNDER_WAY = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "head-of-line";
    }

    @Override
    public String description() {
        return "1,000 messages of 100 numbers behind --backlog (1,000,000) of one number on one partition, and heap";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("backlog", 1_000_000, "messages of the busy number"),
                new Option("rounds", 7, "rounds without and behind the backlog"),
                new Option("peer-backlog", 5_000, "the same of parallel-consumer"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options) throws Exception {
        int backlog = options.number("backlog");
        int rounds = options.number("rounds");
        try (BenchmarkRig rig = new BenchmarkRig("head-of-line", 1);
                UpstreamSystem upstream = new UpstreamSystem(rig)) {
            List<SimulatorControl.Number> numbers =
                    rig.simulator().numbers(NEIGHBOURS + 1, 15_550_600_000L, true, 20);
            for (SimulatorControl.Number number : numbers) {
                upstream.connect(number, ConnectionMode.COEXISTENCE, 20);
            }
            upstream.flush();
            ServiceProcess dispatch =
                    rig.service("dispatch", DISPATCH, List.of("-Xmx512m"), Map.of()).awaitReady();
            SimulatorControl.Number busy = numbers.getFirst();
            List<SimulatorControl.Number> neighbours = numbers.subList(1, numbers.size());

            output.say("head-of-line: without a backlog");
            List<Double> free = rounds(rig, upstream, neighbours, rounds, "f");
            double heapBefore = dispatch.heapMib();

            output.say("head-of-line: %d commands for one number", backlog);
            long since = System.nanoTime();
            fill(upstream, busy, backlog);
            awaitStored(rig, dispatch, busy, backlog);
            output.say("head-of-line: stored after %.0f s", (System.nanoTime() - since) / 1e9);
            double heapAfter = dispatch.heapMib();

            output.say("head-of-line: behind the backlog");
            List<Double> behind = rounds(rig, upstream, neighbours, rounds, "b");

            double base = Figure.medianOf(free);
            output.figure(
                    Figure.median(
                                    "head-of-line.ratio",
                                    "ratio",
                                    "the same without the backlog",
                                    behind.stream().map(b -> b / base).toList())
                            .noting(
                                    "%.2f s against %.2f s for 1,000 messages"
                                            .formatted(Figure.medianOf(behind), base)));
            output.figure(
                    Figure.count("head-of-line.heap-mib", heapAfter - heapBefore, "MiB")
                            .noting(
                                    "heap of the dispatcher after a full collection, %.0f to %.0f"
                                            .formatted(heapBefore, heapAfter)));
        }
        ParallelConsumerArm.headOfLine(output, options);
    }

    /** Seconds from the first command to the last arrival, for 1,000 messages. */
    private static List<Double> rounds(
            BenchmarkRig rig,
            UpstreamSystem upstream,
            List<SimulatorControl.Number> neighbours,
            int rounds,
            String prefix) {
        Map<SimulatorControl.Number, Integer> shares = new HashMap<>();
        neighbours.forEach(n -> shares.put(n, 1));
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < rounds + 1; round++) {
            SendWorkload sending =
                    new SendWorkload(upstream, rig.simulator(), shares, prefix + round);
            long start = System.nanoTime();
            sending.command(EACH);
            sending.await(sending.commandCount(), PATIENCE);
            double taken = (System.nanoTime() - start) / 1e9;
            if (round > 0) {
                seconds.add(taken);
            }
        }
        return seconds;
    }

    private static void fill(UpstreamSystem upstream, SimulatorControl.Number busy, int count) {
        for (int i = 0; i < count; i++) {
            upstream.send("backlog-" + i, busy.id(), "+1557" + (1_000_000 + i % 5_000_000));
        }
        upstream.flush();
    }

    private static void awaitStored(
            BenchmarkRig rig, ServiceProcess dispatch, SimulatorControl.Number busy, int backlog) {
        PollingWait.await(
                "the backlog stored",
                PATIENCE,
                Duration.ofSeconds(1),
                () ->
                        QueueDepth.read(dispatch, busy.id())
                                        + rig.simulator().window(busy).accepted()
                                > backlog - UNDER_WAY);
    }
}
