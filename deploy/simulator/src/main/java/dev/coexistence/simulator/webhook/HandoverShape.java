package dev.coexistence.simulator.webhook;

/** Shape in which a webhook of the field {@code messaging_handovers} names the owners. */
public enum HandoverShape {
    /** {@code previous_owner_role} and {@code new_owner_role}. */
    ROLE,
    /** {@code previous_owner_app_role} and {@code new_owner_app_role}, with app ids. */
    APP_ROLE,
    /** {@code control_passed} is the new owner, as a bare text. */
    TEXT
}
