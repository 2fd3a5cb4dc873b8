package dev.coexistence.benchmarks.figure;

import java.io.PrintStream;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Figures on standard output, one JSON line each; everything else on standard error. */
public final class FigureOutput {
    private static final JsonMapper JSON = new JsonMapper();

    private final PrintStream figures;
    private final PrintStream words;
    private final MachineState machine;

    public FigureOutput(PrintStream figures, PrintStream words, MachineState machine) {
        this.figures = figures;
        this.words = words;
        this.machine = machine;
    }

    /**
     * Prints a figure.
     *
     * @throws IllegalStateException where a round of it has no value: then nothing is printed
     */
    public void figure(Figure figure) {
        requireMeasured(figure);
        ObjectNode line = JSON.createObjectNode();
        line.put("figure", figure.name());
        line.put("value", round(figure.value()));
        line.put("unit", figure.unit());
        line.put("peer", figure.peer());
        line.put("runs", figure.rounds().size());
        ArrayNode spread = line.putArray("spread");
        spread.add(round(figure.rounds().stream().mapToDouble(d -> d).min().orElseThrow()));
        spread.add(round(figure.rounds().stream().mapToDouble(d -> d).max().orElseThrow()));
        if (!figure.note().isEmpty()) {
            line.put("note", figure.note());
        }
        line.put("machine", machine.describe());
        figures.println(JSON.writeValueAsString(line));
        figures.flush();
    }

    /** Something for the person who watches. */
    public void say(String format, Object... values) {
        words.println(String.format(Locale.ROOT, format, values));
    }

    private static void requireMeasured(Figure figure) {
        boolean measured =
                !figure.rounds().isEmpty()
                        && Double.isFinite(figure.value())
                        && figure.rounds().stream().allMatch(Double::isFinite);
        if (!measured) {
            throw new IllegalStateException(
                    figure.name()
                            + " was not measured: "
                            + figure.value()
                            + " of "
                            + figure.rounds());
        }
    }

    private static double round(double value) {
        if (value == 0) {
            return value;
        }
        double digits = Math.pow(10, 4 - Math.ceil(Math.log10(Math.abs(value))));
        return digits >= 1 ? Math.round(value * digits) / digits : Math.round(value);
    }
}
