package dev.coexistence.simulator.wire;

/** Refusal of a request that makes no sense; the message names the reason. */
public final class BadRequest extends Exception {
    private static final long serialVersionUID = 1L;

    public BadRequest(String message) {
        super(message, null, false, false);
    }
}
