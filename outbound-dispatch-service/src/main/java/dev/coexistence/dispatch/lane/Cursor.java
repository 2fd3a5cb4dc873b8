package dev.coexistence.dispatch.lane;

/**
 * How far one priority of a number was read from the table, and how much of it is in memory. What
 * is stored while a page is on its way may lie behind it, and is then read by the next.
 */
final class Cursor {
    private long readThrough = Long.MIN_VALUE;
    private boolean more;
    private boolean loading;
    private boolean missed;
    private int held;

    /** There may be commands in the table that nobody has told of. */
    void somethingStored() {
        more = true;
    }

    /**
     * A command was stored just now, after all that was stored before.
     *
     * @param atMost how many are held in memory
     * @return true where it is the next, and belongs into memory
     */
    boolean takes(Command command, int atMost) {
        if (more || loading || held >= atMost) {
            more = true;
            missed = loading;
            return false;
        }
        boolean next = command.seq() > readThrough;
        if (next) {
            readThrough = command.seq();
        }
        return next;
    }

    /** Answers whether a page should be read now; it is then on its way. */
    boolean load() {
        boolean reads = more && !loading;
        loading = loading || reads;
        return reads;
    }

    /**
     * A page came.
     *
     * @param all whether it holds all that was there
     */
    void loaded(boolean all) {
        loading = false;
        more = !all || missed;
        missed = false;
    }

    /** Everything up to that place in the order was read. */
    void readThrough(long seq) {
        readThrough = seq;
    }

    long readThrough() {
        return readThrough;
    }

    void holdsMore() {
        held++;
    }

    void holdsLess() {
        held--;
    }

    /** True where anything waits, here or in the table. */
    boolean any() {
        return held > 0 || more || loading;
    }

    /** Nothing is held any more; a page on its way may bring something. */
    void clear() {
        held = 0;
        more = loading;
    }
}
