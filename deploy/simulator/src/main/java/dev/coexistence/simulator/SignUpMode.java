package dev.coexistence.simulator;

/** What the owner chose in the popup. */
public enum SignUpMode {
    COEXISTENCE,
    FULL_MIGRATION
}
