package dev.coexistence.conversation.message;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A later wording of a message; the latest wins, the earlier ones stay in message_change. */
public record Edit(
        Instant at,
        Instant receivedAt,
        String wamid,
        @Nullable String body,
        String json,
        List<Edit> rivals)
        implements Telling<Edit> {

    public static Edit of(
            Instant at, Instant receivedAt, String wamid, @Nullable String body, String json) {
        return new Edit(at, receivedAt, wamid, body, json, List.of());
    }

    @Override
    public Object words() {
        return Arrays.asList(wamid, body, json);
    }

    @Override
    public Edit with(Instant newReceivedAt, List<Edit> newRivals) {
        return new Edit(at, newReceivedAt, wamid, body, json, newRivals);
    }

    /** Whether readers see the same. */
    public boolean readsLike(@Nullable Edit other) {
        return other != null && words().equals(other.words());
    }

    static @Nullable Edit join(@Nullable Edit a, @Nullable Edit b) {
        if (a == null) {
            return b;
        }
        return b == null ? a : Telling.join(a, b);
    }
}
