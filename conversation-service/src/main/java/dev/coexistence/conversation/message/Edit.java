package dev.coexistence.conversation.message;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A later wording of a message; the latest wins, the earlier ones stay in message_change. */
public record Edit(Instant at, String wamid, @Nullable String body, String json) {
    private static final Comparator<Edit> LATER =
            Comparator.comparing(Edit::at)
                    .thenComparing(Edit::wamid)
                    .thenComparing(Edit::json)
                    .thenComparing(edit -> String.valueOf(edit.body));

    static @Nullable Edit join(@Nullable Edit a, @Nullable Edit b) {
        if (a == null) {
            return b;
        }
        return b == null || LATER.compare(a, b) >= 0 ? a : b;
    }
}
