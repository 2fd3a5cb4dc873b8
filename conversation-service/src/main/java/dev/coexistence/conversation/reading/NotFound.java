package dev.coexistence.conversation.reading;

/** Request for an object that is not here; becomes a 404. */
public final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotFound(String what, String id) {
        super("There is no " + what + " " + id);
    }
}
