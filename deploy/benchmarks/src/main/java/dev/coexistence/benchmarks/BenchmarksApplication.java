package dev.coexistence.benchmarks;

import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.benchmarks.figure.MachineState;
import java.io.PrintStream;

/** Runs the benchmarks named on the command line; without a name it lists them. */
public final class BenchmarksApplication {
    private BenchmarksApplication() {}

    public static void main(String[] arguments) {
        Benchmarks benchmarks = Benchmarks.known();
        if (arguments.length == 0) {
            System.out.print(BenchmarkOptions.list(benchmarks.all()));
            return;
        }
        PrintStream figures = System.out;
        // Libraries print too: standard output is for figures alone.
        System.setOut(System.err);
        // Client libraries leave threads behind.
        System.exit(
                benchmarks.run(
                        new FigureOutput(figures, System.err, new MachineState()), arguments));
    }
}
