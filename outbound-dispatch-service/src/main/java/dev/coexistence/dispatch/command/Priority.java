package dev.coexistence.dispatch.command;

/** Order among the commands of a number, the most urgent first. */
public enum Priority {
    URGENT,
    HIGH,
    NORMAL,
    BULK,
    /**
     * Marks as read and typing: no messages, so they stand in no line of messages and take no place
     * in the budget. Nobody asks for it: what a command is decides.
     */
    SIGNAL;

    public static final int COUNT = values().length;
}
