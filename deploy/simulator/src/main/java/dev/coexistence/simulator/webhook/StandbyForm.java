package dev.coexistence.simulator.webhook;

/** How a webhook of the field {@code standby} is built: both forms are about. */
public enum StandbyForm {
    /** Everything in {@code value.standby}; an echo holds its message in {@code message}. */
    NESTED,
    /** As in the fields {@code messages} and {@code smb_message_echoes}. */
    FLAT
}
