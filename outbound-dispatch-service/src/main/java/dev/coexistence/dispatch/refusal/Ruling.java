package dev.coexistence.dispatch.refusal;

/** What an error of Meta's means for the message and its number. */
public enum Ruling {
    /** The number was too fast: slower, and this message again. */
    SLOWER,
    /** This recipient had too many: wait for this recipient only, longer each time. */
    PAIR,
    /**
     * Nothing of this number is taken for a while: the number waits, longer each time, then this
     * again.
     */
    AGAIN,
    /** A passing refusal of this message: again a few times, later each time. */
    RETRY,
    /** As {@link #RETRY}, but in doubt where the HTTP status is a server error. */
    RETRY_IF_REFUSED,
    WAIT_AN_HOUR,
    WAIT_A_DAY,
    WAIT_THREE_DAYS,
    /** The template is paused: its messages wait until it is not. */
    TEMPLATE_PAUSED,
    /** This message will never be taken. */
    NEVER,
    /** Nothing of this number is taken, unless others of it are: hold it, and try again later. */
    STOP,
    /** It may have been taken all the same. */
    DOUBT,
    /** Nobody has heard of that code: the message ends, and somebody should look. */
    UNHEARD_OF
}
