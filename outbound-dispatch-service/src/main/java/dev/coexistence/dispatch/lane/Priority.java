package dev.coexistence.dispatch.lane;

/** Order among the commands of a number, the most urgent first. */
public enum Priority {
    URGENT,
    HIGH,
    NORMAL,
    BULK;

    static final int COUNT = values().length;
}
