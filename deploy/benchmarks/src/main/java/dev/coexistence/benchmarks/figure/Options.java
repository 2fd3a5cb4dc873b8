package dev.coexistence.benchmarks.figure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line.
 *
 * @param names of the benchmarks asked for
 * @param values of the options {@code --name value}
 */
public record Options(List<String> names, Map<String, Integer> values) {

    public static Options parse(String... arguments) {
        List<String> names = new ArrayList<>();
        Map<String, Integer> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (!argument.startsWith("--")) {
                names.add(argument);
            } else if (i + 1 < arguments.length) {
                values.put(argument.substring(2), number(argument, arguments[++i]));
            } else {
                throw new IllegalArgumentException(argument + " needs a value");
            }
        }
        return new Options(List.copyOf(names), Map.copyOf(values));
    }

    /** These options, with what the benchmark takes for those that the command line leaves out. */
    public Options of(Benchmark benchmark) {
        Map<String, Integer> complete = new HashMap<>();
        for (Benchmark.Option option : benchmark.options()) {
            complete.put(option.name(), values.getOrDefault(option.name(), option.otherwise()));
        }
        return new Options(names, Map.copyOf(complete));
    }

    /** An option of the benchmark that runs. */
    public int number(String name) {
        Integer value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("--" + name + " is no option of this benchmark");
        }
        return value;
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a whole number", e);
        }
    }
}
