package dev.coexistence.local.launch;

import dev.coexistence.local.FreePorts;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Which port is where.
 *
 * @param numbers one for each port
 */
record Ports(Map<Port, Integer> numbers) {
    private static final int HIGHEST = 65_535;

    Ports {
        numbers = Map.copyOf(numbers);
        for (Port port : Port.values()) {
            Integer number = numbers.get(port);
            if (number == null || number < 1 || number > HIGHEST) {
                throw new IllegalArgumentException(
                        "The port of " + port.word() + " must be 1 to 65535, was " + number);
            }
        }
    }

    /** The usual ports, those of the environment instead, those asked for instead of both. */
    static Ports of(Map<String, String> environment, Map<Port, Integer> asked) {
        var numbers = new EnumMap<Port, Integer>(Port.class);
        for (Port port : Port.values()) {
            numbers.put(port, port.usual);
            String named = environment.get(port.variable());
            if (named != null) {
                numbers.put(port, parse(port.variable(), named));
            }
        }
        numbers.putAll(asked);
        return new Ports(numbers);
    }

    /** Ports that the system chooses. */
    static Ports free() {
        var numbers = new EnumMap<Port, Integer>(Port.class);
        for (Port port : Port.values()) {
            int number = FreePorts.next();
            while (numbers.containsValue(number)) {
                number = FreePorts.next();
            }
            numbers.put(port, number);
        }
        return new Ports(numbers);
    }

    static int parse(String name, String number) {
        try {
            return Integer.parseInt(number.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a port, was " + number, e);
        }
    }

    int of(Port port) {
        return numbers.getOrDefault(port, port.usual);
    }

    URI url(Port port) {
        return URI.create("http://127.0.0.1:" + of(port));
    }

    /** One sentence for each port that is taken or given twice; none where all is well. */
    List<String> troubles(IntPredicate taken) {
        return Arrays.stream(Port.values()).flatMap(port -> trouble(port, taken).lines()).toList();
    }

    private String trouble(Port port, IntPredicate taken) {
        for (Port other : Port.values()) {
            if (other.ordinal() < port.ordinal() && of(other) == of(port)) {
                return "Port "
                        + of(port)
                        + " is given to both "
                        + other.word()
                        + " and "
                        + port.word();
            }
        }
        return taken.test(of(port))
                ? "Port %d of %s (%s) is taken: free it, or choose another with --port %s=N"
                        .formatted(of(port), port.word(), port.purpose, port.word())
                : "";
    }
}
