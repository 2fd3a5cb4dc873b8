package dev.coexistence.graph;

/** A 200 whose body does not hold what was asked for; a reader of bodies throws it. */
public final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoAnswer(String message) {
        super(message);
    }
}
