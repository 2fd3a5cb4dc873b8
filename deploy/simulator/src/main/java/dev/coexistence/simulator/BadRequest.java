package dev.coexistence.simulator;

/** What was asked makes no sense; the message says why. */
final class BadRequest extends Exception {
    private static final long serialVersionUID = 1L;

    BadRequest(String message) {
        super(message, null, false, false);
    }
}
