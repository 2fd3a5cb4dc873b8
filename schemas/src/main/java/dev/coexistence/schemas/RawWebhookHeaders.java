package dev.coexistence.schemas;

/** Record headers of {@code whatsapp.webhooks}; values are UTF-8 text. */
public final class RawWebhookHeaders {
    /** Time at which the service received the request: milliseconds since the epoch, decimal. */
    public static final String RECEIVED_AT = "received-at";

    /** Id of the app secret whose signature the body carried; never the secret. */
    public static final String SIGNING_KEY_ID = "signing-key-id";

    /** SHA-256 of the body, lower-case hex. */
    public static final String SHA256 = "sha256";

    private RawWebhookHeaders() {}
}
