package dev.coexistence.connection.policy;

/** The availability of coexistence for numbers of a country. Unknown is an answer of its own. */
public enum CountryAvailability {
    AVAILABLE,
    NOT_AVAILABLE,
    /** The edition's source does not say; Meta's own dialogue decides. */
    UNKNOWN
}
