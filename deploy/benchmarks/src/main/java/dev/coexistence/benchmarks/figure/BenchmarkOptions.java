package dev.coexistence.benchmarks.figure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line of the benchmarks.
 *
 * @param names of the benchmarks asked for
 * @param values of the options {@code --name value}
 * @param help whether the help is asked for instead
 */
public record BenchmarkOptions(List<String> names, Map<String, Integer> values, boolean help) {
    private static final String NAMES = "NAME";

    /**
     * Reads a command line.
     *
     * @param known the benchmarks whose options it may name
     * @throws IllegalArgumentException for an unknown option or a bad value; the message names it
     */
    public static BenchmarkOptions parse(List<Benchmark> known, String... arguments) {
        ParseResult result;
        try {
            result = commandLine(known).parseArgs(arguments);
        } catch (ParameterException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        List<String> names = result.matchedPositionalValue(0, List.of());
        Map<String, Integer> values = new HashMap<>();
        for (OptionSpec option : result.matchedOptions()) {
            if (!option.usageHelp()) {
                values.put(option.longestName().substring(2), option.getValue());
            }
        }
        return new BenchmarkOptions(
                List.copyOf(names), Map.copyOf(values), result.isUsageHelpRequested());
    }

    /** The text of {@code --help}. */
    public static String usage(List<Benchmark> known) {
        return commandLine(known).getUsageMessage();
    }

    /** One line of name and purpose and one of options for each benchmark. */
    public static String list(List<Benchmark> known) {
        var lines = new StringBuilder();
        for (Benchmark benchmark : known) {
            String options =
                    benchmark.options().stream()
                            .map(o -> "--%s %d (%s)".formatted(o.name(), o.otherwise(), o.about()))
                            .collect(Collectors.joining(", "));
            lines.append("%-14s %s%n".formatted(benchmark.name(), benchmark.description()));
            lines.append("%-14s %s%n".formatted("", options));
        }
        return lines.toString();
    }

    /** These options, completed by the benchmark's defaults. */
    public BenchmarkOptions completeFor(Benchmark benchmark) {
        Map<String, Integer> complete = new HashMap<>();
        for (Benchmark.Option option : benchmark.options()) {
            complete.put(option.name(), values.getOrDefault(option.name(), option.otherwise()));
        }
        return new BenchmarkOptions(names, Map.copyOf(complete), help);
    }

    /** An option of the benchmark that runs. */
    public int number(String name) {
        Integer value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("--" + name + " is no option of this benchmark");
        }
        return value;
    }

    private static CommandLine commandLine(List<Benchmark> known) {
        CommandSpec spec = CommandSpec.create().name("./deploy/benchmarks/run");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel(NAMES)
                        .arity("0..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("benchmarks to run; without a name they are listed")
                        .build());
        // Several benchmarks share an option's name: the list below describes each.
        var options = new TreeMap<String, Benchmark.Option>();
        known.stream()
                .flatMap(benchmark -> benchmark.options().stream())
                .forEach(option -> options.putIfAbsent(option.name(), option));
        for (String option : options.keySet()) {
            spec.addOption(
                    OptionSpec.builder("--" + option)
                            .paramLabel("N")
                            .type(Integer.class)
                            .arity("1")
                            .hidden(true)
                            .build());
        }
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("this text")
                        .build());
        spec.usageMessage()
                .width(200)
                .customSynopsis("./deploy/benchmarks/run [NAME...] [--OPTION N...]")
                .footer(("\n" + list(known).replace("%", "%%")).split("\n", -1));
        return new CommandLine(spec).setOverwrittenOptionsAllowed(true).setExpandAtFiles(false);
    }
}
