package dev.coexistence.conversation.message;

/**
 * Sender of a message. Each source adds its own bit to a set, and the last constant in the set is
 * the sender: an imported message that was also seen live is not imported, and one that a program
 * sent stays that program's whatever echoes it. The bits are stored.
 */
public enum Sender {
    HISTORY(1),
    APP(2),
    /** Meta's own agent, which answers for the business. */
    META_AGENT(16),
    /** Nobody: Meta tells something of the thread itself. */
    SYSTEM(32),
    /** The customer, while Meta's agent had the thread: no program's turn. */
    STANDBY(64),
    CUSTOMER(4),
    API(8);

    private static final Sender[] ALL = values();

    private final int bit;

    Sender(int bit) {
        this.bit = bit;
    }

    /** The bit under which it is stored in a set. */
    public int bit() {
        return bit;
    }

    /**
     * @throws IllegalArgumentException for the empty set
     */
    public static Sender of(int evidence) {
        for (int i = ALL.length - 1; i >= 0; i--) {
            if ((evidence & ALL[i].bit) != 0) {
                return ALL[i];
            }
        }
        throw new IllegalArgumentException("Nobody is known to have sent it");
    }

    /** True where a live source saw it; a message that was only imported triggers nothing. */
    public static boolean isLive(int evidence) {
        return (evidence & ~HISTORY.bit) != 0;
    }

    /** As people read it: whoever has the thread, a customer is the customer. */
    public Sender shown() {
        return this == STANDBY ? CUSTOMER : this;
    }
}
