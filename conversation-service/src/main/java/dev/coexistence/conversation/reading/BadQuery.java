package dev.coexistence.conversation.reading;

/** Request that cannot be answered as asked; becomes a 400 that names the parameter. */
public final class BadQuery extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String parameter;

    public BadQuery(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    public String parameter() {
        return parameter;
    }
}
