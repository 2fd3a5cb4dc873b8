package dev.coexistence.ingest.operate;

import dev.coexistence.ingest.split.ChangeFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a replay on the command line: a span of time or of offsets, and filters. */
final class ReplayOptions {
    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Begin of the span, such as 2026-11-22T18:00:00Z.")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "End of the span, not included; now where it is not given.")
    private @Nullable Instant to;

    @Option(names = "--partition", paramLabel = "P", description = "The partition to replay.")
    private @Nullable Integer partition;

    @Option(names = "--from-offset", paramLabel = "N", description = "First offset to replay.")
    private @Nullable Long fromOffset;

    @Option(names = "--to-offset", paramLabel = "N", description = "Offset to stop before.")
    private @Nullable Long toOffset;

    @Option(
            names = "--number",
            paramLabel = "ID",
            description = "Replay only changes of this phone_number_id.")
    private @Nullable String number;

    @Option(
            names = "--field",
            paramLabel = "NAME",
            description = "Replay only changes of this field.")
    private @Nullable String field;

    @Option(names = "--dry-run", description = "Compare, and publish nothing.")
    private boolean dryRun;

    /**
     * The replay that the options ask for.
     *
     * @throws IllegalArgumentException where they name no span
     */
    Replay.Order order(Instant now) {
        return new Replay.Order(span(now), new ChangeFilter(number, field), dryRun);
    }

    private ReplaySpan span(Instant now) {
        if (partition != null && fromOffset != null && toOffset != null) {
            return new ReplaySpan.OfOffsets(partition, fromOffset, toOffset);
        }
        if (from == null) {
            throw new IllegalArgumentException(
                    "Give --from (and perhaps --to), or --partition, --from-offset and"
                            + " --to-offset");
        }
        return new ReplaySpan.OfTime(from, to == null ? now : to);
    }
}
