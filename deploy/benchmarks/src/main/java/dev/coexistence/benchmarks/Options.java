package dev.coexistence.benchmarks;

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
record Options(List<String> names, Map<String, String> values) {

    static Options parse(String[] arguments) {
        List<String> names = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (!argument.startsWith("--")) {
                names.add(argument);
            } else if (i + 1 < arguments.length) {
                values.put(argument.substring(2), arguments[++i]);
            } else {
                throw new IllegalArgumentException(argument + " needs a value");
            }
        }
        return new Options(List.copyOf(names), Map.copyOf(values));
    }

    int number(String name, int otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " must be a whole number", e);
        }
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }
}
