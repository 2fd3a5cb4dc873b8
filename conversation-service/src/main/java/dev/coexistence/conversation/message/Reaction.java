package dev.coexistence.conversation.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reaction of one side of a thread to a message; its latest wins.
 *
 * @param emoji empty where the reaction was taken away
 */
public record Reaction(
        Instant at, Instant receivedAt, String wamid, String emoji, List<Reaction> rivals)
        implements LastWriteWins<Reaction> {

    public static Reaction of(Instant at, Instant receivedAt, String wamid, String emoji) {
        return new Reaction(at, receivedAt, wamid, emoji, List.of());
    }

    @Override
    public Object words() {
        return List.of(wamid, emoji);
    }

    @Override
    public Reaction copy(Instant newReceivedAt, List<Reaction> newRivals) {
        return new Reaction(at, newReceivedAt, wamid, emoji, newRivals);
    }

    /** Joins the reactions to one message, by who reacted. */
    static Map<String, Reaction> join(Map<String, Reaction> a, Map<String, Reaction> b) {
        if (b.isEmpty() || a.equals(b)) {
            return a;
        }
        if (a.isEmpty()) {
            return b;
        }
        var joined = new TreeMap<>(a);
        b.forEach((who, reaction) -> joined.merge(who, reaction, LastWriteWins::join));
        return Map.copyOf(joined);
    }
}
