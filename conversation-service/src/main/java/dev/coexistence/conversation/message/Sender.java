package dev.coexistence.conversation.message;

/**
 * Who sent a message. A source that saw it pass says so; what several sources say is kept as a set,
 * and the last constant in it is the answer: an imported message that was also seen live is not
 * imported, and one that a program sent stays that program's whatever echoes it.
 */
public enum Sender {
    HISTORY,
    APP,
    CUSTOMER,
    API;

    private static final Sender[] ALL = values();

    /** The bit under which it is stored in a set. */
    public int bit() {
        return 1 << ordinal();
    }

    /**
     * @throws IllegalArgumentException for the empty set
     */
    public static Sender of(int evidence) {
        if (evidence <= 0) {
            throw new IllegalArgumentException("Nobody is known to have sent it");
        }
        return ALL[31 - Integer.numberOfLeadingZeros(evidence)];
    }

    /** Whether a source saw it pass; what was only imported triggers nothing. */
    public static boolean isLive(int evidence) {
        return (evidence & ~HISTORY.bit()) != 0;
    }
}
