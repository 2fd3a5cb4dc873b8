package dev.coexistence.ingest.operate;

import java.time.Instant;

/** Part of {@code whatsapp.webhooks} that a replay reads. */
sealed interface ReplaySpan {

    /** Webhooks received from a time on, until before another. */
    record OfTime(Instant from, Instant to) implements ReplaySpan {
        public OfTime {
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException("from must be before to");
            }
        }
    }

    /** Offsets of one partition, the last one not included. */
    record OfOffsets(int partition, long from, long to) implements ReplaySpan {
        public OfOffsets {
            if (partition < 0 || from < 0 || to <= from) {
                throw new IllegalArgumentException(
                        "partition and fromOffset must not be negative, toOffset must be greater"
                                + " than fromOffset");
            }
        }
    }
}
