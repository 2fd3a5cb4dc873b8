package dev.coexistence.benchmarks;

/** One name on the command line. */
interface Benchmark {
    String name();

    /** What is measured, in a sentence. */
    String about();

    /** Measures and prints the figures. */
    void run(Output output, Options options) throws Exception;
}
