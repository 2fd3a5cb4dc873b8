package dev.coexistence.benchmarks.limiter;

import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Cost of one pacing decision, against reading the clock and against the peers. */
public final class LimiterBenchmark implements Benchmark {
    private static final List<String> PEERS = List.of("bucket4j", "resilience4j", "guava");
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Override
    public String name() {
        return "limiter";
    }

    @Override
    public String description() {
        return "one pacing decision in ns and bytes (JMH), against System.nanoTime and three limiters";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option("rounds", 7, "rounds of each arm"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options) throws RunnerException {
        int rounds = options.number("rounds");
        Map<String, List<Double>> nanos = new HashMap<>();
        Map<String, List<Double>> bytes = new HashMap<>();
        for (int round = 0; round < rounds; round++) {
            output.say("limiter: round %d of %d", round + 1, rounds);
            for (RunResult result : measure()) {
                String label = result.getPrimaryResult().getLabel();
                add(nanos, label, result.getPrimaryResult().getScore());
                Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
                add(bytes, label, allocated == null ? Double.NaN : allocated.getScore());
            }
        }
        nanos.forEach((arm, all) -> output.say("limiter: %s %.2f ns", arm, Figure.medianOf(all)));
        String best = bestPeer(nanos);
        output.figure(
                Figure.median(
                        "limiter.vs-nanotime",
                        "ratio",
                        "System.nanoTime alone",
                        Figure.ratios(rounds(nanos, "ours"), rounds(nanos, "clockAlone"))));
        output.figure(
                Figure.median(
                        "limiter.vs-best-peer",
                        "ratio",
                        best,
                        Figure.ratios(rounds(nanos, "ours"), rounds(nanos, best))));
        // JMH's own bookkeeping shows up as a few hundred-thousandths of a byte.
        output.figure(
                Figure.median(
                        "limiter.bytes-per-op",
                        "bytes",
                        "",
                        rounds(bytes, "ours").stream()
                                .map(b -> Math.round(b * 100) / 100.0)
                                .toList()));
    }

    private static Collection<RunResult> measure() throws RunnerException {
        return new Runner(
                        new OptionsBuilder()
                                .include(LimiterArms.class.getSimpleName())
                                .addProfiler(GCProfiler.class)
                                .jvmArgsAppend(
                                        "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow")
                                .verbosity(VerboseMode.SILENT)
                                .build())
                .run();
    }

    private static String bestPeer(Map<String, List<Double>> nanos) {
        String best = PEERS.getFirst();
        for (String peer : PEERS) {
            if (Figure.medianOf(rounds(nanos, peer)) < Figure.medianOf(rounds(nanos, best))) {
                best = peer;
            }
        }
        return best;
    }

    private static List<Double> rounds(Map<String, List<Double>> arms, String arm) {
        return arms.getOrDefault(arm, List.of());
    }

    private static void add(Map<String, List<Double>> arms, String arm, double value) {
        arms.computeIfAbsent(arm, _ -> new ArrayList<>()).add(value);
    }
}
