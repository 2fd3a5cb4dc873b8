package dev.coexistence.ingest.receive;

/** No app secret is set: the service cannot tell a webhook from a forgery, so it does not start. */
final class MissingSecrets extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingSecrets() {
        super("No app secret is set, and without one no webhook can be told from a forgery");
    }
}
