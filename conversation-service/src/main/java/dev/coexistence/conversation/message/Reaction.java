package dev.coexistence.conversation.message;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one side of a thread thinks of a message; its latest wins.
 *
 * @param emoji empty where the reaction was taken away
 */
public record Reaction(Instant at, String wamid, String emoji) {
    private static final Comparator<Reaction> LATER =
            Comparator.comparing(Reaction::at)
                    .thenComparing(Reaction::wamid)
                    .thenComparing(Reaction::emoji);

    /** Joins the reactions to one message, by who reacted. */
    static Map<String, Reaction> join(Map<String, Reaction> a, Map<String, Reaction> b) {
        if (b.isEmpty() || a.equals(b)) {
            return a;
        }
        if (a.isEmpty()) {
            return b;
        }
        var joined = new TreeMap<>(a);
        b.forEach((who, reaction) ->
                joined.merge(
                        who,
                        reaction,
                        (left, right) -> LATER.compare(left, right) >= 0 ? left : right));
        return Map.copyOf(joined);
    }
}
