package dev.coexistence.dispatch.recipient;

/**
 * Read position in the table of one priority of a number, or of one of its recipients, page by
 * page. A command that is stored while a page is on its way may lie behind that page, and the next
 * page then reads it.
 */
final class PrefetchCursor {
    private long readThrough = Long.MIN_VALUE;
    private boolean more;
    private boolean loading;
    private boolean missed;

    /** There may be commands in the table behind this place. */
    void expectMore() {
        more = true;
        missed = loading;
    }

    /** True where the table may hold commands that were not read. */
    boolean hasMore() {
        return more;
    }

    /** True while a page is on its way. */
    boolean isLoading() {
        return loading;
    }

    /** Answers whether a page should be read now; it is then on its way. */
    boolean startLoading() {
        boolean reads = more && !loading;
        loading = loading || reads;
        return reads;
    }

    /**
     * A page came.
     *
     * @param all whether it holds all that was there
     */
    void endLoading(boolean all) {
        loading = false;
        more = !all || missed;
        missed = false;
    }

    /** Everything up to that place in the order was read. */
    void advanceTo(long seq) {
        readThrough = Math.max(readThrough, seq);
    }

    /** Place in the order up to which everything was read. */
    long readThrough() {
        return readThrough;
    }

    /** Forgets what is stored; a page on its way may bring something. */
    void clear() {
        more = loading;
    }
}
