package dev.coexistence.simulator.number;

import java.time.Instant;

/**
 * Traffic of one number, out and in, and the room that Meta's limits leave it. Guarded by the
 * number's lock.
 */
public final class NumberTraffic {
    final CustomerWindows windows = new CustomerWindows();
    final boolean alwaysOpen;
    private final RateJudge judge = new RateJudge();
    private final PairLimit pairs = new PairLimit();

    /**
     * @param alwaysOpen whatever a customer wrote or did not
     */
    NumberTraffic(boolean alwaysOpen) {
        this.alwaysOpen = alwaysOpen;
    }

    /** Tells whether one more fits into the second that ends now. */
    public boolean fits(long nanos, int budget) {
        return judge.fits(nanos, budget);
    }

    /** Tells whether a free-form message may go to this customer now. */
    public boolean open(String customer, Instant now) {
        return alwaysOpen || windows.open(customer, now);
    }

    /** Tells whether one more may go to this user now; a refusal is counted. */
    public boolean admits(String user, long millis) {
        return pairs.admits(user, millis);
    }

    /** A send was accepted. */
    public void recordAccepted(String user, long nanos, long millis) {
        judge.recordSend(nanos, true);
        pairs.recordSend(user, millis);
    }

    /** A send was refused. */
    public void recordRefused(long nanos) {
        judge.recordSend(nanos, false);
    }

    /** Something that is not a send uses up budget. */
    public void recordOther(long nanos) {
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
