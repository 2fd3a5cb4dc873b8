package dev.coexistence.conversation.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of one delivery attempt.
 *
 * @param status the HTTP status answered; null where there was no answer
 * @param problem why there was none, in one word
 */
record AttemptOutcome(Instant at, long millis, @Nullable Integer status, @Nullable String problem) {
    private static final int GONE = 410;

    boolean isSuccess() {
        return status != null && status >= 200 && status < 300;
    }

    /** The receiver says that it wants no more. */
    boolean isGone() {
        return status != null && status == GONE;
    }
}
