package dev.coexistence.conversation.message;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A claim of how a sent message stands.
 *
 * @param at when it came to stand so; of two equal claims the earlier one is kept
 * @param reason this system's word for a failure of its own
 * @param error Meta's, for a failure
 */
public record Standing(
        Status status, Instant at, @Nullable String reason, @Nullable MetaProblem error) {
    private static final Comparator<Standing> FURTHER =
            Comparator.comparing(Standing::status)
                    .thenComparing(Standing::at, Comparator.reverseOrder())
                    .thenComparing(standing -> String.valueOf(standing.reason))
                    .thenComparing(standing -> String.valueOf(standing.error));

    static @Nullable Standing join(@Nullable Standing a, @Nullable Standing b) {
        if (a == null) {
            return b;
        }
        return b == null || FURTHER.compare(a, b) >= 0 ? a : b;
    }
}
