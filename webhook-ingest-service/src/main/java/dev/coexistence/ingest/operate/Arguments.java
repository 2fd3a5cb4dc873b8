package dev.coexistence.ingest.operate;

import dev.coexistence.ingest.split.Selection;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command.
 *
 * @param command one word, or two where the first names a group
 * @param rest words that are no option
 * @param options {@code --name value}, or {@code --name} alone for a flag
 */
record Arguments(String command, List<String> rest, Map<String, String> options) {
    private static final Set<String> FLAGS = Set.of("body", "dry-run", "redriven");
    private static final Set<String> VALUES =
            Set.of(
                    "from",
                    "to",
                    "partition",
                    "from-offset",
                    "to-offset",
                    "number",
                    "field",
                    "reason",
                    "topic",
                    "limit");

    /** A record of a topic. */
    record Place(int partition, long offset) {}

    /**
     * @throws IllegalArgumentException where an option is unknown or lacks its value
     */
    static Arguments of(String[] words) {
        var rest = new ArrayList<String>();
        var options = new HashMap<String, String>();
        for (int i = 0; i < words.length; i++) {
            if (!words[i].startsWith("--")) {
                rest.add(words[i]);
                continue;
            }
            String[] parts = words[i].substring(2).split("=", 2);
            String name = parts[0];
            if (FLAGS.contains(name)) {
                options.put(name, "true");
            } else if (!VALUES.contains(name)) {
                throw new IllegalArgumentException("There is no option --" + name);
            } else if (parts.length == 2) {
                options.put(name, parts[1]);
            } else if (i + 1 < words.length) {
                options.put(name, words[++i]);
            } else {
                throw new IllegalArgumentException("--" + name + " needs a value");
            }
        }
        boolean grouped = !rest.isEmpty() && rest.getFirst().equals("dead-letters");
        int length = Math.min(rest.size(), grouped ? 2 : 1);
        String command = String.join(" ", rest.subList(0, length));
        return new Arguments(command, List.copyOf(rest.subList(length, rest.size())), options);
    }

    boolean has(String flag) {
        return options.containsKey(flag);
    }

    @Nullable String option(String name) {
        return options.get(name);
    }

    int limit(int otherwise) {
        String limit = option("limit");
        return limit == null ? otherwise : (int) number("limit", limit);
    }

    Place place() {
        if (rest.size() != 2) {
            throw new IllegalArgumentException("Give PARTITION and OFFSET");
        }
        return new Place((int) number("PARTITION", rest.get(0)), number("OFFSET", rest.get(1)));
    }

    Replay.Order replay(Instant now) {
        return new Replay.Order(
                span(now), new Selection(option("number"), option("field")), has("dry-run"));
    }

    private Span span(Instant now) {
        String partition = option("partition");
        String fromOffset = option("from-offset");
        String toOffset = option("to-offset");
        if (partition != null && fromOffset != null && toOffset != null) {
            return new Span.OfOffsets(
                    (int) number("partition", partition),
                    number("from-offset", fromOffset),
                    number("to-offset", toOffset));
        }
        String from = option("from");
        if (from == null) {
            throw new IllegalArgumentException(
                    "Give --from (and perhaps --to), or --partition, --from-offset and"
                            + " --to-offset");
        }
        String to = option("to");
        return new Span.OfTime(time("from", from), to == null ? now : time("to", to));
    }

    private static Instant time(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new IllegalArgumentException(
                    "--" + name + " must be a time such as 2026-11-22T18:00:00Z");
        }
    }

    private static long number(String name, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(name + " must be a number, was " + text);
        }
        throw new IllegalArgumentException(name + " must not be negative");
    }
}
