package dev.coexistence.benchmarks;

import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.Machine;
import dev.coexistence.benchmarks.figure.Output;
import java.io.PrintStream;
import java.util.stream.Collectors;

/** Runs the benchmarks named on the command line; without a name it lists them. */
public final class BenchmarksApplication {
    private BenchmarksApplication() {}

    public static void main(String[] arguments) {
        Benchmarks benchmarks = Benchmarks.known();
        if (arguments.length == 0) {
            list(benchmarks);
            return;
        }
        PrintStream figures = System.out;
        // Libraries print too: standard output is for figures alone.
        System.setOut(System.err);
        // Client libraries leave threads behind.
        System.exit(benchmarks.run(new Output(figures, System.err, new Machine()), arguments));
    }

    private static void list(Benchmarks benchmarks) {
        for (Benchmark benchmark : benchmarks.all()) {
            System.out.printf("%-14s %s%n", benchmark.name(), benchmark.about());
            String options =
                    benchmark.options().stream()
                            .map(o -> "--%s %d (%s)".formatted(o.name(), o.otherwise(), o.about()))
                            .collect(Collectors.joining(", "));
            System.out.printf("%-14s %s%n", "", options);
        }
    }
}
