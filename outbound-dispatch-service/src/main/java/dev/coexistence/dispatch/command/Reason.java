package dev.coexistence.dispatch.command;

/** Reason codes of results. */
public enum Reason {
    /** Neither text nor template nor message object. */
    NO_CONTENT,
    /** The content cannot be a message: several kinds at once, no JSON object, no type. */
    BAD_CONTENT,
    /** Neither phone number nor user id nor group of a recipient. */
    NO_RECIPIENT,
    /** The recipient's name is neither a phone number nor a user id nor a group. */
    BAD_RECIPIENT,
    /** The command's id is too long, or holds what cannot be stored. */
    BAD_COMMAND_ID,
    /** A time of the command lies outside the years 1 to 9999. */
    BAD_TIME,
    /** Another command of the number has the id already. */
    IDEMPOTENCY_KEY_REUSED,
    /** A command was to be taken back of which nothing is known. */
    UNKNOWN_COMMAND,
    /** The command asks for something that this version does not know. */
    UNKNOWN_ACTION,
    /** No connection of that number is known. */
    UNKNOWN_NUMBER,
    /** The command names a tenant, and the number is not that tenant's. */
    WRONG_TENANT,
    /** The mode of the connection forbids that kind of message. */
    MODE_FORBIDS,
    /** Meta disabled, rejected or deleted the template. */
    TEMPLATE_UNUSABLE,
    /** The recipient stopped marketing messages of the number. */
    MARKETING_STOPPED,
    /** The number is no longer connected. */
    CONNECTION_DISCONNECTED,
    /** Meta refuses this message for good. */
    META_REFUSED,
    /** Meta answered with a code that nobody has heard of. */
    META_CODE_UNKNOWN,
    /** Meta asked to wait longer than this system retries. */
    META_ASKS_TO_WAIT,
    /** As many requests as allowed were refused. */
    GAVE_UP,
    /** No answer came in time. */
    NO_ANSWER,
    /** The line broke after bytes had left. */
    CONNECTION_LOST,
    /** Meta failed without saying what became of the message. */
    SERVER_ERROR,
    /** The answer could not be read. */
    UNREADABLE_ANSWER,
    /** The dispatcher stopped between intent and outcome. */
    DISPATCHER_STOPPED,
    /** A status with the command's id told what became of it. */
    STATUS_EVIDENCE,
    /** The recipient is to be forgotten. */
    ERASED
}
