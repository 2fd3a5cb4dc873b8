package dev.coexistence.connection.policy;

/** Whether coexistence is to be had for numbers of a country. Unknown is an answer of its own. */
public enum Availability {
    AVAILABLE,
    NOT_AVAILABLE,
    /** The edition's source does not say; Meta's own dialogue decides. */
    UNKNOWN
}
