package dev.coexistence.conversation.page;

/** Choice of the earlier wordings that a thread shows. */
public enum EarlierText {
    /** None. */
    NONE,
    /** The first wording of an edited message. */
    EDITED,
    /** Also what a deleted message said. */
    ALL
}
