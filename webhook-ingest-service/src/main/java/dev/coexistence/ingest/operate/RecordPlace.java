package dev.coexistence.ingest.operate;

import picocli.CommandLine.Parameters;

/** Place of a record on the command line: its partition and its offset. */
final class RecordPlace {
    @Parameters(index = "0", paramLabel = "PARTITION", description = "The record's partition.")
    private int partition;

    @Parameters(index = "1", paramLabel = "OFFSET", description = "The record's offset.")
    private long offset;

    int partition() {
        return partition;
    }

    long offset() {
        return offset;
    }
}
