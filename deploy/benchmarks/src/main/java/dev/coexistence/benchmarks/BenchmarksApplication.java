package dev.coexistence.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the benchmarks named on the command line; without a name it lists them. */
public final class BenchmarksApplication {
    private static final List<Benchmark> ALL =
            List.of(
                    new HeadOfLineBenchmark(),
                    new WindowBenchmark(),
                    new LimiterBenchmark(),
                    new DispatchBenchmark(),
                    new KillBenchmark(),
                    new AdaptBenchmark(),
                    new SimulateBenchmark(),
                    new IngestBenchmark(),
                    new ProjectBenchmark(),
                    new IdleBenchmark());

    private BenchmarksApplication() {}

    public static void main(String[] arguments) {
        Output output = new Output(System.out, System.err, new Machine());
        int exit = 0;
        try {
            run(output, Options.parse(arguments));
        } catch (Exception e) {
            e.printStackTrace(System.err);
            exit = 1;
        }
        // Client libraries leave threads behind.
        System.exit(exit);
    }

    private static void run(Output output, Options options) throws Exception {
        if (options.names().isEmpty()) {
            ALL.forEach(b -> System.out.printf("%-14s %s%n", b.name(), b.about()));
            return;
        }
        List<Benchmark> wanted = new ArrayList<>();
        for (String name : options.names()) {
            wanted.add(
                    named(name)
                            .orElseThrow(() ->
                                    new IllegalArgumentException("There is no benchmark " + name)));
        }
        for (Benchmark benchmark : wanted) {
            output.say("%s: %s", benchmark.name(), benchmark.about());
            benchmark.run(output, options);
        }
    }

    static List<String> names() {
        return ALL.stream().map(Benchmark::name).toList();
    }

    static Optional<Benchmark> named(String name) {
        return ALL.stream().filter(b -> b.name().equals(name)).findFirst();
    }
}
