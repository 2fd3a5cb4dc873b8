package dev.coexistence.dispatch.refusal;

/**
 * Events that are expected to end a hold. Time is tried beside each of them, so that none lasts for
 * ever.
 */
public enum ReleasedBy {
    /** A message that tries the way, again and again. */
    TIME,
    /** A test of the link that passes, then a message that tries the way. */
    LINK_TEST,
    /** A connection record with another token, then a message that tries the way. */
    NEW_TOKEN
}
