package dev.coexistence.simulator.number;

/** The mode that the owner chose in the popup. */
public enum SignUpMode {
    COEXISTENCE,
    FULL_MIGRATION
}
