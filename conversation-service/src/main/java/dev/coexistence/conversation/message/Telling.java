package dev.coexistence.conversation.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was told of one thing at one time. Meta's time is in seconds: of what was told in the same
 * second the last received is the answer, and the others stay beside it, each with its first
 * receipt. Without them a late repetition of an earlier one would pass for the newest.
 *
 * @param <T> the telling itself
 */
public interface Telling<T extends Telling<T>> {
    /** When it happened, as Meta says. */
    Instant at();

    /** When it was first received; equal for every order in which its repetitions come. */
    Instant receivedAt();

    /** The others of that second, the last received first, without others of their own. */
    List<T> rivals();

    /** What makes two tellings one. */
    Object words();

    T with(Instant newReceivedAt, List<T> newRivals);

    /** Joins two; commutative, associative and idempotent. */
    static <T extends Telling<T>> T join(T a, T b) {
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
                Comparator.<T, Instant>comparing(Telling::receivedAt)
                        .thenComparing(telling -> telling.words().toString())
                        .reversed());
        T last = tellings.removeFirst();
        return last.with(last.receivedAt(), List.copyOf(tellings));
    }

    private static <T extends Telling<T>> void add(Map<Object, T> first, T telling) {
        T alone = telling.with(telling.receivedAt(), List.of());
        first.merge(
                alone.words(),
                alone,
                (one, other) -> one.receivedAt().isAfter(other.receivedAt()) ? other : one);
    }
}
