package dev.coexistence.ingest.operate;

import java.time.Instant;

/** A part of the past of {@code whatsapp.webhooks}. */
sealed interface Span {

    /** What was received from a time on, until before another. */
    record OfTime(Instant from, Instant to) implements Span {
        public OfTime {
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException("from must be before to");
            }
        }
    }

    /** Offsets of one partition, the last one not included. */
    record OfOffsets(int partition, long from, long to) implements Span {
        public OfOffsets {
            if (partition < 0 || from < 0 || to <= from) {
                throw new IllegalArgumentException(
                        "partition and fromOffset must not be negative, toOffset must be greater"
                                + " than fromOffset");
            }
        }
    }
}
