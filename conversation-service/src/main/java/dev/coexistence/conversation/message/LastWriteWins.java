package dev.coexistence.conversation.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Last-write-wins register. Meta's time is in seconds: of several values of one second the last
 * received wins, and the others stay beside it as rivals, each with its first receipt. Without the
 * rivals a late repetition of an earlier value would pass for the newest.
 *
 * @param <T> the value's own type
 */
public interface LastWriteWins<T extends LastWriteWins<T>> {
    /** Time of the event, as Meta says, in whole seconds. */
    Instant at();

    /** Time of the first receipt; equal for every order in which its repetitions come. */
    Instant receivedAt();

    /** The others of that second, the last received first, without others of their own. */
    List<T> rivals();

    /** Identity of the value: two values with equal words are repetitions of one. */
    Object words();

    T copy(Instant newReceivedAt, List<T> newRivals);

    /** Joins two; commutative, associative and idempotent. */
    static <T extends LastWriteWins<T>> T join(T a, T b) {
        int order = a.at().compareTo(b.at());
        if (order != 0) {
            return order > 0 ? a : b;
        }
        if (a.equals(b)) {
            return a;
        }
        Map<Object, T> first = new HashMap<>();
        for (T side : List.of(a, b)) {
            add(first, side);
            side.rivals().forEach(rival -> add(first, rival));
        }
        var tellings = new ArrayList<>(first.values());
        tellings.sort(
                Comparator.<T, Instant>comparing(LastWriteWins::receivedAt)
                        .thenComparing(telling -> telling.words().toString())
                        .reversed());
        T last = tellings.removeFirst();
        return last.copy(last.receivedAt(), List.copyOf(tellings));
    }

    private static <T extends LastWriteWins<T>> void add(Map<Object, T> first, T telling) {
        T alone = telling.copy(telling.receivedAt(), List.of());
        first.merge(
                alone.words(),
                alone,
                (one, other) -> one.receivedAt().isAfter(other.receivedAt()) ? other : one);
    }
}
