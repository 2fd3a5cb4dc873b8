package dev.coexistence.conversation.reading;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * State of the import of a number's older chats.
 *
 * @param state NONE, RUNNING, COMPLETE, DECLINED or OVERDUE (chunks stopped coming before the end)
 * @param progress per cent, as Meta counts
 * @param code Meta's code of a refusal
 */
public record HistoryView(
        String state,
        int progress,
        int chunks,
        long messages,
        @Nullable Instant lastChunkAt,
        @Nullable Integer code,
        @Nullable String title) {}
