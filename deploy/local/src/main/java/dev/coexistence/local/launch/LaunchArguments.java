package dev.coexistence.local.launch;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What was asked for on the command line.
 *
 * @param action what to do
 * @param clean whether all kept data goes first
 * @param story whether the story is told after the start
 * @param data folder of everything that is kept
 * @param ports those that differ from the usual
 */
record LaunchArguments(
        Action action, boolean clean, boolean story, Path data, Map<Port, Integer> ports) {

    /** What to do. */
    enum Action {
        /** Start, tell the story, stay up. */
        STAY_UP,
        /** Start, tell the story, stop; the exit code says whether every check held. */
        SMOKE,
        /** Only make the start-up caches. */
        PREPARE,
        HELP
    }

    /**
     * @param root of the project
     * @throws IllegalArgumentException where something is not understood; the message says what
     */
    static LaunchArguments parse(List<String> words, Path root) {
        var action = Action.STAY_UP;
        boolean clean = false;
        boolean story = true;
        Path data = root.resolve(".local");
        var ports = new EnumMap<Port, Integer>(Port.class);
        var rest = new ArrayDeque<>(words);
        while (!rest.isEmpty()) {
            String word = rest.pop();
            switch (word) {
                case "--smoke" -> action = Action.SMOKE;
                case "--prepare" -> action = Action.PREPARE;
                case "--help", "-h" -> action = Action.HELP;
                case "--clean" -> clean = true;
                case "--no-story" -> story = false;
                case "--data" -> data = Path.of(value(word, rest)).toAbsolutePath();
                case "--port" -> {
                    String[] pair = value(word, rest).split("=", 2);
                    if (pair.length != 2) {
                        throw new IllegalArgumentException("--port takes NAME=NUMBER");
                    }
                    ports.put(Port.named(pair[0]), Ports.parse("--port " + pair[0], pair[1]));
                }
                default -> throw new IllegalArgumentException("Unknown option " + word);
            }
        }
        return new LaunchArguments(action, clean, story, data, Map.copyOf(ports));
    }

    private static String value(String option, ArrayDeque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.pop();
    }
}
