package dev.coexistence.dispatch.command;

/** Order among the commands of a number, the most urgent first. */
public enum Priority {
    URGENT,
    HIGH,
    NORMAL,
    BULK;

    public static final int COUNT = values().length;
}
