package dev.coexistence.ingest.operate;

import picocli.CommandLine.Parameters;

/** Place of a record on the command line: its partition and its offset. */
final class RecordPlace {
    @Parameters(index = "0", paramLabel = "PARTITION", description = "The record's partition.")
    private int partition;

    @Parameters(index = "1", paramLabel = "OFFSET", description = "The record's offset.")
    private long offset;

    int partition() {
        return requireNotNegative("PARTITION", partition);
    }

    long offset() {
        return requireNotNegative("OFFSET", offset);
    }

    /**
     * @throws IllegalArgumentException where the number is negative
     */
    static int requireNotNegative(String name, int number) {
        return (int) requireNotNegative(name, (long) number);
    }

    /**
     * @throws IllegalArgumentException where the number is negative
     */
    static long requireNotNegative(String name, long number) {
        if (number < 0) {
            throw new IllegalArgumentException(name + " must not be negative");
        }
        return number;
    }
}
