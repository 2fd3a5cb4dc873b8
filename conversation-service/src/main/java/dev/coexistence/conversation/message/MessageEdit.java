package dev.coexistence.conversation.message;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Edit of a message; the latest wins, the earlier ones stay in message_change. */
public record MessageEdit(
        Instant at,
        Instant receivedAt,
        String wamid,
        @Nullable String body,
        String json,
        List<MessageEdit> rivals)
        implements LastWriteWins<MessageEdit> {

    public static MessageEdit of(
            Instant at, Instant receivedAt, String wamid, @Nullable String body, String json) {
        return new MessageEdit(at, receivedAt, wamid, body, json, List.of());
    }

    @Override
    public Object words() {
        return Arrays.asList(wamid, body, json);
    }

    @Override
    public MessageEdit copy(Instant newReceivedAt, List<MessageEdit> newRivals) {
        return new MessageEdit(at, newReceivedAt, wamid, body, json, newRivals);
    }

    /** True where readers see the same. */
    public boolean readsLike(@Nullable MessageEdit other) {
        return other != null && words().equals(other.words());
    }

    static @Nullable MessageEdit join(@Nullable MessageEdit a, @Nullable MessageEdit b) {
        if (a == null) {
            return b;
        }
        return b == null ? a : LastWriteWins.join(a, b);
    }
}
