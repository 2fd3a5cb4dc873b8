package dev.coexistence.conversation.page;

/** Which earlier wordings the thread shows. */
public enum EarlierText {
    /** None. */
    NONE,
    /** What an edited message said before. */
    EDITED,
    /** Also what a deleted message said. */
    ALL
}
