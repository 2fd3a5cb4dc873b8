package dev.coexistence.conversation.message;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Delivery status of a sent message, from one source.
 *
 * @param at time of the status; of two equal ones the earlier one is kept
 * @param reason this system's word for a failure of its own
 * @param error Meta's, for a failure
 */
public record DeliveryStatus(
        StatusLevel status, Instant at, @Nullable String reason, @Nullable MetaProblem error) {
    private static final Comparator<DeliveryStatus> FURTHER =
            Comparator.comparing(DeliveryStatus::status)
                    .thenComparing(DeliveryStatus::at, Comparator.reverseOrder())
                    .thenComparing(standing -> String.valueOf(standing.reason))
                    .thenComparing(standing -> String.valueOf(standing.error));

    static @Nullable DeliveryStatus join(@Nullable DeliveryStatus a, @Nullable DeliveryStatus b) {
        if (a == null) {
            return b;
        }
        return b == null || FURTHER.compare(a, b) >= 0 ? a : b;
    }
}
