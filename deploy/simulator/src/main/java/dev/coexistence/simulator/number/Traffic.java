package dev.coexistence.simulator.number;

import java.time.Instant;

/**
 * What goes out of a number and comes in, and what Meta's limits leave it. Guarded by the number's
 * lock.
 */
public final class Traffic {
    final CustomerWindows windows = new CustomerWindows();
    final boolean alwaysOpen;
    private final Judge judge = new Judge();
    private final PairLimit pairs = new PairLimit();

    /**
     * @param alwaysOpen whatever a customer wrote or did not
     */
    Traffic(boolean alwaysOpen) {
        this.alwaysOpen = alwaysOpen;
    }

    /** Whether one more fits into the second that ends now. */
    public boolean fits(long nanos, int budget) {
        return judge.fits(nanos, budget);
    }

    /** Whether a free-form message may go to this customer now. */
    public boolean open(String customer, Instant now) {
        return alwaysOpen || windows.open(customer, now);
    }

    /** Whether one more may go to this user now; a refusal is counted. */
    public boolean admits(String user, long millis) {
        return pairs.admits(user, millis);
    }

    /** A send was accepted. */
    public void sent(String user, long nanos, long millis) {
        judge.sent(nanos, true);
        pairs.sent(user, millis);
    }

    /** A send was refused. */
    public void refused(long nanos) {
        judge.sent(nanos, false);
    }

    /** Something that is not a send uses up budget. */
    public void counted(long nanos) {
        judge.count(nanos);
    }

    public void customerWrote(String customer, Instant at) {
        windows.wrote(customer, at);
    }

    public WindowReport report(int budget) {
        return judge.report(budget);
    }

    /** Starts the report again; what the budget still has to remember stays. */
    public void forget() {
        judge.forget();
    }
}
