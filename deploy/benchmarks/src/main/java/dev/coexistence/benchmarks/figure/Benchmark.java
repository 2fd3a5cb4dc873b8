package dev.coexistence.benchmarks.figure;

import java.util.List;

/** One name on the command line. */
public interface Benchmark {
    /**
     * A whole number that the command line may set, as {@code --name value}.
     *
     * @param otherwise its value where the command line is silent
     */
    record Option(String name, int otherwise, String about) {}

    String name();

    /** The measured quantity, in a sentence. */
    String description();

    List<Option> options();

    /**
     * Measures and prints the figures; what was not measured is not printed.
     *
     * @throws Exception where something could not be measured: the figures printed before stand
     */
    void run(FigureOutput output, BenchmarkOptions options) throws Exception;
}
