package dev.coexistence.simulator.webhook;

/** Form of a webhook of the field {@code standby}: Meta uses both. */
public enum StandbyForm {
    /** Everything in {@code value.standby}; an echo holds its message in {@code message}. */
    NESTED,
    /** As in the fields {@code messages} and {@code smb_message_echoes}. */
    FLAT
}
