package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.dispatch.simulation.Mutant;
import dev.coexistence.dispatch.simulation.World;
import java.util.List;
import java.util.stream.LongStream;

/** The dispatcher's decisions in the simulated worlds of its own tests. */
public final class SimulateBenchmark implements Benchmark {
    private static final int UNTIL_CAUGHT = 2_000;

    @Override
    public String name() {
        return "simulate";
    }

    @Override
    public String description() {
        return "the dispatcher's decisions on a virtual clock with faults; planted mutants";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("seeds", 10_000, "worlds"), new Option("first", 1, "the first seed"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options) {
        int seeds = options.number("seeds");
        int first = options.number("first");
        long began = System.nanoTime();
        List<World.Report> reports =
                LongStream.range(first, (long) first + seeds)
                        .parallel()
                        .mapToObj(seed -> World.run(seed))
                        .toList();
        double seconds = (System.nanoTime() - began) / 1e9;
        double virtual = reports.stream().mapToLong(World.Report::virtualNanos).sum() / 1e9;
        long violations = reports.stream().mapToLong(report -> report.violations().size()).sum();
        String note = "from seed %d, in %.1f s".formatted(first, seconds);
        output.figure(Figure.count("simulate.seeds", seeds, "count").noting(note));
        output.figure(
                Figure.count("simulate.speed", virtual / seconds, "times real time").noting(note));
        output.figure(Figure.count("simulate.violations", violations, "count").noting(note));
        mutants(output, first);
    }

    private static void mutants(FigureOutput output, int first) {
        int caught = 0;
        for (Mutant dropped : Mutant.values()) {
            boolean seen =
                    LongStream.range(first, (long) first + UNTIL_CAUGHT)
                            .anyMatch(seed -> !World.run(seed, dropped).violations().isEmpty());
            output.say("simulate: without %s: %s", dropped, seen ? "caught" : "NOT caught");
            caught += seen ? 1 : 0;
        }
        output.figure(
                Figure.count("simulate.mutants-caught", caught, "count")
                        .noting(
                                "of %d rules dropped one at a time"
                                        .formatted(Mutant.values().length)));
    }
}
