package dev.coexistence.simulator.number;

/** What the owner chose in the popup. */
public enum SignUpMode {
    COEXISTENCE,
    FULL_MIGRATION
}
