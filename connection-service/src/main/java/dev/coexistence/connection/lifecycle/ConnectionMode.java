package dev.coexistence.connection.lifecycle;

/** The mode of a connection; fixed for an epoch. */
public enum ConnectionMode {
    /** The number stays on the WhatsApp Business app, and the Cloud API works beside it. */
    COEXISTENCE,
    /** The number leaves the app and lives on the Cloud API alone. */
    FULL_MIGRATION
}
