package dev.coexistence.benchmarks;

import dev.coexistence.dispatch.lane.Rule;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The dispatcher's decisions in simulated worlds. The worlds belong to the dispatcher's tests and
 * are found where its build compiles them.
 */
final class SimulateBenchmark implements Benchmark {
    private static final String WORLD = "dev.coexistence.dispatch.simulation.World";
    private static final Path TESTS = Path.of("outbound-dispatch-service/target/test-classes");
    private static final int UNTIL_CAUGHT = 2_000;

    @Override
    public String name() {
        return "simulate";
    }

    @Override
    public String about() {
        return "the dispatcher's decisions on a virtual clock with faults, --seeds 10000 from --first 1; planted mutants";
    }

    @Override
    public void run(Output output, Options options) throws Exception {
        int seeds = options.number("seeds", 10_000);
        int first = options.number("first", 1);
        Path tests = Path.of(System.getProperty("coexistence.root", ".")).resolve(TESTS);
        if (!Files.isDirectory(tests)) {
            throw new IllegalStateException("outbound-dispatch-service has no compiled tests");
        }
        try (var loader =
                new URLClassLoader(
                        new URL[] {tests.toUri().toURL()}, getClass().getClassLoader())) {
            Method world = loader.loadClass(WORLD).getMethod("run", long.class, Set.class);
            long began = System.nanoTime();
            List<Report> reports =
                    LongStream.range(first, (long) first + seeds)
                            .parallel()
                            .mapToObj(seed -> report(world, seed, Rule.all()))
                            .toList();
            double seconds = (System.nanoTime() - began) / 1e9;
            double virtual = reports.stream().mapToLong(Report::virtualNanos).sum() / 1e9;
            long violations = reports.stream().mapToLong(Report::violations).sum();
            String note = "from seed %d, in %.1f s".formatted(first, seconds);
            output.figure(Figure.count("simulate.seeds", seeds, "count").noting(note));
            output.figure(
                    Figure.count("simulate.speed", virtual / seconds, "times real time")
                            .noting(note));
            output.figure(Figure.count("simulate.violations", violations, "count").noting(note));
            mutants(output, world, first);
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            throw new IllegalStateException(WORLD + " is not what it was", e);
        } catch (IOException e) {
            throw new IllegalStateException(tests + " cannot be read", e);
        }
    }

    private static void mutants(Output output, Method world, int first) {
        int caught = 0;
        for (Rule dropped : Rule.values()) {
            Set<Rule> rest = EnumSet.complementOf(EnumSet.of(dropped));
            boolean seen =
                    LongStream.range(first, (long) first + UNTIL_CAUGHT)
                            .anyMatch(seed -> report(world, seed, rest).violations() > 0);
            output.say("simulate: without %s: %s", dropped, seen ? "caught" : "NOT caught");
            caught += seen ? 1 : 0;
        }
        output.figure(
                Figure.count("simulate.mutants-caught", caught, "count")
                        .noting(
                                "of %d rules dropped one at a time"
                                        .formatted(Rule.values().length)));
    }

    private record Report(long violations, long virtualNanos) {}

    private static Report report(Method world, long seed, Set<Rule> rules) {
        try {
            Object report = world.invoke(null, seed, rules);
            Class<?> type = world.getReturnType();
            var violations = (Collection<?>) type.getMethod("violations").invoke(report);
            long nanos = (long) type.getMethod("virtualNanos").invoke(report);
            return new Report(violations == null ? 0 : violations.size(), nanos);
        } catch (IllegalAccessException | NoSuchMethodException e) {
            throw new IllegalStateException(WORLD + " is not what it was", e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("seed " + seed + " broke the world", e.getCause());
        }
    }
}
