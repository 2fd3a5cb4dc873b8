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
                    new IngestBenchmark());

    private BenchmarksApplication() {}

    public static void main(String[] arguments) throws Exception {
        Output output = new Output(System.out, System.err, new Machine());
        Options options = Options.parse(arguments);
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
        System.exit(0);
    }

    static List<String> names() {
        return ALL.stream().map(Benchmark::name).toList();
    }

    static Optional<Benchmark> named(String name) {
        return ALL.stream().filter(b -> b.name().equals(name)).findFirst();
    }
}
