package dev.coexistence.local.launch;

import dev.coexistence.local.FreePorts;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Port numbers of one local system.
 *
 * @param numbers one for each port
 */
record PortAssignment(Map<SystemPort, Integer> numbers) {
    private static final int HIGHEST = 65_535;

    PortAssignment {
        numbers = Map.copyOf(numbers);
        for (SystemPort port : SystemPort.values()) {
            Integer number = numbers.get(port);
            if (number == null || number < 1 || number > HIGHEST) {
                throw new IllegalArgumentException(
                        "The port of " + port.word() + " must be 1 to 65535, was " + number);
            }
        }
    }

    /** The usual ports, those of the environment instead, those asked for instead of both. */
    static PortAssignment of(Map<String, String> environment, Map<SystemPort, Integer> asked) {
        var numbers = new EnumMap<SystemPort, Integer>(SystemPort.class);
        for (SystemPort port : SystemPort.values()) {
            numbers.put(port, port.usual);
            String named = environment.get(port.variable());
            if (named != null) {
                numbers.put(port, parse(port.variable(), named));
            }
        }
        numbers.putAll(asked);
        return new PortAssignment(numbers);
    }

    /** Ports that the system chooses. */
    static PortAssignment free() {
        var numbers = new EnumMap<SystemPort, Integer>(SystemPort.class);
        for (SystemPort port : SystemPort.values()) {
            int number = FreePorts.next();
            while (numbers.containsValue(number)) {
                number = FreePorts.next();
            }
            numbers.put(port, number);
        }
        return new PortAssignment(numbers);
    }

    static int parse(String name, String number) {
        try {
            return Integer.parseInt(number.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a port, was " + number, e);
        }
    }

    int number(SystemPort port) {
        return numbers.getOrDefault(port, port.usual);
    }

    URI url(SystemPort port) {
        return URI.create("http://127.0.0.1:" + number(port));
    }

    /** One sentence for each port that is taken or given twice; none where all is well. */
    List<String> troubles(IntPredicate taken) {
        return Arrays.stream(SystemPort.values())
                .flatMap(port -> trouble(port, taken).lines())
                .toList();
    }

    private String trouble(SystemPort port, IntPredicate taken) {
        for (SystemPort other : SystemPort.values()) {
            if (other.ordinal() < port.ordinal() && number(other) == number(port)) {
                return "Port "
                        + number(port)
                        + " is given to both "
                        + other.word()
                        + " and "
                        + port.word();
            }
        }
        return taken.test(number(port))
                ? "Port %d of %s (%s) is taken: free it, or choose another with --port %s=N"
                        .formatted(number(port), port.word(), port.purpose, port.word())
                : "";
    }
}
