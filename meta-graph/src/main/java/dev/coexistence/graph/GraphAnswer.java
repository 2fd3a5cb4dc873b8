package dev.coexistence.graph;

import java.util.function.Function;

/**
 * The outcome of a call. The cases differ in what is known afterwards, which decides whether the
 * call may be made again.
 */
public sealed interface GraphAnswer<T> {

    /** Meta did it, or answered the question. */
    record Done<T>(T value) implements GraphAnswer<T> {}

    /**
     * Meta refused by a definite error of its own: nothing was done, and asking again changes
     * nothing.
     */
    record Refused<T>(GraphError error) implements GraphAnswer<T> {}

    /** Certainly not done, and worth another try later: throttled, or never reached Meta. */
    record TryLater<T>(String reason) implements GraphAnswer<T> {}

    /** Done or not done: the answer is lost, or is none. */
    record Unclear<T>(String reason) implements GraphAnswer<T> {}

    /** The same answer about something read from the value. */
    default <R> GraphAnswer<R> map(Function<T, R> reader) {
        return switch (this) {
            case Done<T>(T value) -> new Done<>(reader.apply(value));
            case Refused<T>(GraphError error) -> new Refused<>(error);
            case TryLater<T>(String reason) -> new TryLater<>(reason);
            case Unclear<T>(String reason) -> new Unclear<>(reason);
        };
    }
}
