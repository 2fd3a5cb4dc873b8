package dev.coexistence.connection.meta;

import java.util.function.Function;

/**
 * What a call to Meta came to. The cases differ in what is known afterwards, which decides whether
 * the call may be made again.
 */
public sealed interface MetaAnswer<T> {

    /** Meta did it, or answered the question. */
    record Done<T>(T value) implements MetaAnswer<T> {}

    /**
     * Meta refused by a definite error of its own: nothing was done, and asking again changes
     * nothing.
     */
    record Refused<T>(MetaRefusal refusal) implements MetaAnswer<T> {}

    /** Certainly not done, and worth another try later: throttled, or never reached Meta. */
    record TryLater<T>(String why) implements MetaAnswer<T> {}

    /** No telling whether it was done: the answer is lost, or is none. */
    record Unclear<T>(String why) implements MetaAnswer<T> {}

    /** The same answer about something read from the value. */
    default <R> MetaAnswer<R> map(Function<T, R> reader) {
        return switch (this) {
            case Done<T>(T value) -> new Done<>(reader.apply(value));
            case Refused<T>(MetaRefusal refusal) -> new Refused<>(refusal);
            case TryLater<T>(String why) -> new TryLater<>(why);
            case Unclear<T>(String why) -> new Unclear<>(why);
        };
    }
}
