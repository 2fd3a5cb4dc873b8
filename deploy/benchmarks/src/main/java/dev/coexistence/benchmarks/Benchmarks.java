package dev.coexistence.benchmarks;

import dev.coexistence.benchmarks.access.AccessBenchmark;
import dev.coexistence.benchmarks.conversation.EchoBenchmark;
import dev.coexistence.benchmarks.conversation.ProjectBenchmark;
import dev.coexistence.benchmarks.conversation.WallBenchmark;
import dev.coexistence.benchmarks.dispatch.AdaptBenchmark;
import dev.coexistence.benchmarks.dispatch.DispatchBenchmark;
import dev.coexistence.benchmarks.dispatch.HeadOfLineBenchmark;
import dev.coexistence.benchmarks.dispatch.IdleBenchmark;
import dev.coexistence.benchmarks.dispatch.KillBenchmark;
import dev.coexistence.benchmarks.dispatch.SimulateBenchmark;
import dev.coexistence.benchmarks.dispatch.WindowBenchmark;
import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.benchmarks.ingest.IngestBenchmark;
import dev.coexistence.benchmarks.ingest.SplitBenchmark;
import dev.coexistence.benchmarks.limiter.LimiterBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All benchmarks there are, by name. */
final class Benchmarks {
    private static final Logger log = LoggerFactory.getLogger(Benchmarks.class);
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final List<Benchmark> all;

    Benchmarks(List<Benchmark> all) {
        this.all = List.copyOf(all);
    }

    static Benchmarks known() {
        return new Benchmarks(
                List.of(
                        new HeadOfLineBenchmark(),
                        new WindowBenchmark(),
                        new LimiterBenchmark(),
                        new DispatchBenchmark(),
                        new KillBenchmark(),
                        new AdaptBenchmark(),
                        new SimulateBenchmark(),
                        new IngestBenchmark(),
                        new SplitBenchmark(),
                        new ProjectBenchmark(),
                        new EchoBenchmark(),
                        new WallBenchmark(),
                        new IdleBenchmark(),
                        new AccessBenchmark()));
    }

    List<Benchmark> all() {
        return all;
    }

    /** Runs what the command line names; the exit code, 0 only where all of it was measured. */
    int run(FigureOutput output, String... arguments) {
        BenchmarkOptions options;
        List<Benchmark> wanted;
        try {
            options = BenchmarkOptions.parse(all, arguments);
            if (options.help()) {
                output.say("%s", BenchmarkOptions.usage(all));
                return 0;
            }
            wanted = select(options);
        } catch (IllegalArgumentException e) {
            output.say("%s", String.valueOf(e.getMessage()));
            return MISUSED;
        }
        int exit = 0;
        for (Benchmark benchmark : wanted) {
            output.say("%s: %s", benchmark.name(), benchmark.description());
            try {
                benchmark.run(output, options.completeFor(benchmark));
            } catch (Exception e) {
                log.atError()
                        .addKeyValue("benchmark", benchmark.name())
                        .setCause(e)
                        .log("Benchmark failed");
                output.say("%s: FAILED, %s", benchmark.name(), e);
                exit = FAILED;
            }
        }
        return exit;
    }

    private List<Benchmark> select(BenchmarkOptions options) {
        List<Benchmark> wanted = new ArrayList<>();
        for (String name : options.names()) {
            wanted.add(
                    find(name)
                            .orElseThrow(() ->
                                    new IllegalArgumentException("There is no benchmark " + name)));
        }
        Set<String> taken =
                wanted.stream()
                        .flatMap(benchmark -> benchmark.options().stream())
                        .map(Benchmark.Option::name)
                        .collect(Collectors.toSet());
        for (String option : options.values().keySet()) {
            if (!taken.contains(option)) {
                throw new IllegalArgumentException("None of these takes --" + option);
            }
        }
        return wanted;
    }

    private Optional<Benchmark> find(String name) {
        return all.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
    }
}
