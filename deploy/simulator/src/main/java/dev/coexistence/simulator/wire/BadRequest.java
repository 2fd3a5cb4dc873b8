package dev.coexistence.simulator.wire;

/** What was asked makes no sense; the message says why. */
public final class BadRequest extends Exception {
    private static final long serialVersionUID = 1L;

    public BadRequest(String message) {
        super(message, null, false, false);
    }
}
